/**
 * The key in the safe as shares on paper: any `threshold` of them give it back, fewer say
 * nothing about it. A share is bech32, `indukshare1…`, so that a typing mistake is noticed
 * and found before anything is put together.
 *
 * Its bytes: version, threshold, number of shares, this share's number, the first four bytes of
 * the SHA-256 of the key's recipient, then the 33 bytes that Shamir's scheme made of the key's 32.
 */
import { createHash } from 'node:crypto';
import { exitCodes, Fault } from '../../fault.js';
import { decodeBech32, encodeBech32, mendBech32 } from '../../inventory/bech32.js';
import { recipientOf } from '../../secrets/encryption.js';
import { Secret } from '../../secrets/secret.js';

const human = 'indukshare';
const version = 1;
const keyBytes = 32;
const headBytes = 8;
/** Characters behind `indukshare1`: the bytes in groups of five bits, and six of checksum. */
const characters = Math.ceil(((headBytes + keyBytes + 1) * 8) / 5) + 6;

export interface Share {
  threshold: number;
  total: number;
  /** 1 is the first. */
  number: number;
  /** Equal for all shares of one key. */
  id: string;
  part: Uint8Array;
}

/**
 * Shares of an age key, one text each.
 * @param threshold how many give the key back, 2…total
 * @param total 2…20
 */
export async function splitKey(
  key: Secret,
  { threshold, total }: { threshold: number; total: number },
): Promise<string[]> {
  const { split } = await import('shamir-secret-sharing');
  const parts = await split(rawKey(key), total, threshold);
  const id = await idOf(key);
  return parts.map((part, index) => {
    const head = [version, threshold, total, index + 1, ...id];
    return encodeBech32(human, Uint8Array.from([...head, ...part]));
  });
}

/**
 * What `--split 3/5` asks for.
 * @throws Fault BAK075 exit 64.
 */
export function splitOf(text: string): { threshold: number; total: number } {
  const [, threshold = 0, total = 0] = (/^(\d+)\/(\d+)$/.exec(text) ?? []).map(Number);
  if (threshold >= 2 && total >= threshold && total <= 20) return { threshold, total };
  throw new Fault('BAK075', { given: text }, { exit: exitCodes.usage });
}

/** The shares in a text, however they are broken into groups and lines; `#` begins a comment. */
export function shareTexts(text: string): string[] {
  const plain = text.replace(/#[^\n]*/g, '').replace(/[\s-]+/g, '');
  const [before = '', ...shares] = plain.toLowerCase().split(`${human}1`);
  return [...(before === '' ? [] : [before]), ...shares.map((rest) => `${human}1${rest}`)];
}

/** As people copy it: groups of four, six a line. */
export function groupsOf(share: string): string[] {
  const groups = share.slice(human.length + 1).match(/.{1,4}/g) ?? [];
  const lines = [`${human}1`];
  for (let at = 0; at < groups.length; at += 6) lines.push(groups.slice(at, at + 6).join(' '));
  return lines;
}

/**
 * Reads one share.
 * @throws Fault BAK071 when it is none or has too few or too many characters, BAK070 when a
 *   character is wrong, with its group of four when it can be told.
 */
export function readShare(text: string, place = 1): Share {
  const [lower = ''] = shareTexts(text);
  const { typed, wanted } = progressOf(lower);
  if (typed !== wanted) throw new Fault('BAK071', { place, given: typed, wanted });
  const bytes = decodeBech32(lower)?.bytes;
  if (bytes === undefined) throw mistyped(lower, place);
  const [read, threshold = 0, total = 0, number = 0] = bytes;
  if (read !== version) throw new Fault('BAK070', { place, group: '?', reads: '?' });
  const id = Buffer.from(bytes.subarray(4, headBytes)).toString('hex');
  return { threshold, total, number, id, part: bytes.subarray(headBytes) };
}

function mistyped(lower: string, place: number): Fault {
  const found = mendBech32(lower);
  if (found === undefined) return new Fault('BAK070', { place, group: '?', reads: '?' });
  const from = human.length + 1;
  const group = Math.floor((found.at - from) / 4);
  const reads = found.mended.slice(from + group * 4, from + group * 4 + 4);
  return new Fault('BAK070', { place, group: group + 1, reads });
}

/** How many characters of a share that is being typed are there yet, of how many. */
export function progressOf(text: string): { typed: number; wanted: number } {
  const [first = ''] = shareTexts(text);
  const typed = first.startsWith(`${human}1`) ? first.length - human.length - 1 : 0;
  return { typed, wanted: characters };
}

/** Whether these are enough; a share that is there twice counts once. */
export function isEnough(shares: readonly Share[]): boolean {
  return distinct(shares).length >= (shares[0]?.threshold ?? Number.POSITIVE_INFINITY);
}

/**
 * The key that the shares are of.
 * @throws Fault BAK072 when they are of different keys, BAK073 when they are too few, BAK074 when
 *   they do not fit together.
 */
export async function combineShares(shares: readonly Share[]): Promise<Secret> {
  const ids = new Set(shares.map(({ id }) => id));
  if (ids.size > 1) throw new Fault('BAK072', { keys: ids.size });
  const used = distinct(shares);
  if (!isEnough(used)) {
    throw new Fault('BAK073', { given: used.length, needed: used[0]?.threshold ?? 2 });
  }
  const { combine } = await import('shamir-secret-sharing');
  const raw = await combine(used.map(({ part }) => Uint8Array.from(part)));
  const key = new Secret(encodeBech32('age-secret-key-', raw).toUpperCase());
  const isRight = Buffer.from(await idOf(key)).toString('hex') === used[0]?.id;
  if (!isRight) throw new Fault('BAK074');
  return key;
}

function distinct(shares: readonly Share[]): Share[] {
  return [...new Map(shares.map((share) => [share.number, share])).values()];
}

function rawKey(key: Secret): Uint8Array {
  const bytes = decodeBech32(key.reveal())?.bytes;
  if (bytes?.length !== keyBytes) throw new Fault('SEC005', { origin: 'VAULT_KEY' });
  return bytes;
}

async function idOf(key: Secret): Promise<Uint8Array> {
  return createHash('sha256')
    .update(await recipientOf(key))
    .digest()
    .subarray(0, 4);
}
