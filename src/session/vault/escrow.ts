/** The key for the safe: taken out of the site's secrets, or put together from its shares. */
import {
  combineShares,
  isEnough,
  progressOf,
  readShare,
  type Share,
  shareTexts,
} from '../../backup/vault/shares.js';
import { Fault } from '../../fault.js';
import type { Vault } from '../../inventory/model.js';
import { recipientOf } from '../../secrets/encryption.js';
import { openSecrets } from '../../secrets/open.js';
import type { Secret } from '../../secrets/secret.js';
import type { LoadedInventory } from '../inventory.js';
import { vaultKeyName } from './keys.js';

export interface Escrow {
  key: Secret;
  recipient: string;
  site: string;
  /** Where the backups are, in words. */
  place: string;
}

/** @throws Fault BAK084 before `vault setup`; SEC… when the caller cannot read the secrets. */
export async function readEscrow(loaded: LoadedInventory): Promise<Escrow> {
  const { site, vaults } = loaded.inventory;
  const key = (await openSecrets(loaded).store.read('site')).get(vaultKeyName);
  if (key === undefined) throw new Fault('BAK084');
  const vault = site.backup?.vault;
  const address = (name: string) => vaults.find((one) => one.name === name)?.address ?? name;
  const place = vault === undefined ? '–' : placeOf(vault, address);
  return { key, recipient: await recipientOf(key), site: site.name, place };
}

function placeOf(vault: Vault, address: (name: string) => string): string {
  if (vault.kind === 'url') return vault.url;
  if (vault.kind === 'path') return vault.path;
  return `rest:https://${address(vault.server)}:${vault.port}/ (${vault.server})`;
}

/** The key of shares in one text. @throws Fault BAK070… of the first that is wrong. */
export async function combineText(text: string): Promise<Secret> {
  return combineShares(shareTexts(text).map((share, index) => readShare(share, index + 1)));
}

export interface Typing {
  /** Asks for a line of share `number`, of which `typed` characters are there. */
  ask: (share: { number: number; typed: number; wanted: number }) => Promise<string>;
  /** Says what is wrong with the last share, which is then asked for again. */
  tell: (fault: Fault) => Promise<void>;
}

/** Asks for shares, each over as many lines as the person likes, until they are enough. */
export async function combineTyped({ ask, tell }: Typing): Promise<Secret> {
  const shares: Share[] = [];
  while (!isEnough(shares)) {
    try {
      const share = await typeShare(shares.length + 1, ask);
      if (shares[0] !== undefined && share.id !== shares[0].id)
        throw new Fault('BAK072', { keys: 2 });
      if (shares.every(({ number }) => number !== share.number)) shares.push(share);
    } catch (error) {
      if (!(error instanceof Fault) || !/^BAK07[0-4]$/.test(error.code)) throw error;
      await tell(error);
    }
  }
  return combineShares(shares);
}

async function typeShare(number: number, ask: Typing['ask']): Promise<Share> {
  let text = '';
  for (;;) {
    const { typed, wanted } = progressOf(text);
    if (typed >= wanted) return readShare(text, number);
    const line = await ask({ number, typed, wanted });
    text += `${line}\n`;
    const isNone = shareTexts(text).some((share) => !'indukshare1'.startsWith(share.slice(0, 11)));
    // An empty line ends a share that came out too short.
    if (isNone || (line.trim() === '' && typed > 0)) return readShare(text, number);
  }
}
