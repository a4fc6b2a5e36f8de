import type { LogPosition } from '../log/model.js';
import type { Part, SetId } from '../model.js';

/** A snapshot as restic lists it. */
export interface Snapshot {
  id: string;
  /** RFC 3339. */
  time: string;
  host: string;
  set: SetId;
  part: Part;
  /** IDs of the images that the services of a manifest's set run. */
  uses: string[];
  /** Bytes read. */
  bytes: number;
  /** Bytes added to the repository, compressed. */
  added: number;
  /** Of a manifest: where the set's dump is in the log of its server, and when (RFC 3339). */
  log?: LogPosition & { at: string };
}

interface RawSnapshot {
  id: string;
  time: string;
  hostname: string;
  tags?: string[] | null;
  summary?: { total_bytes_processed: number; data_added_packed: number };
}

const parts: readonly string[] = ['database', 'files', 'manifest'];

/** An image's snapshot as restic lists it. */
export interface ImageSnapshot {
  id: string;
  /** RFC 3339. */
  time: string;
  /** The engine's ID of it. */
  image: string;
  /** Bytes of the archive. */
  bytes: number;
}

/** Tags of an image's snapshot; no part of a set, so that sets can share it. */
export function imageTags(image: string): string[] {
  return ['induk-image', `image=${image}`];
}

/** Asks restic for images. */
export const imageArguments = ['snapshots', '--json', '--no-lock', '--tag=induk-image'] as const;

/** Images in the answer to `imageArguments`, oldest first. */
export function readImages(json: string): ImageSnapshot[] {
  return rawOf(json)
    .flatMap(({ id, time, tags, summary }) => {
      const image = tagValue(tags ?? [], 'image');
      const bytes = summary?.total_bytes_processed ?? 0;
      return image === undefined ? [] : [{ id, time, image, bytes }];
    })
    .sort((a, b) => Date.parse(a.time) - Date.parse(b.time));
}

/** Tags of a part of a set. */
export function partTags(set: SetId, part: Part): string[] {
  return ['induk', `set=${set}`, `part=${part}`];
}

/**
 * Tags of a manifest.
 * @param uses IDs of the images that its set needs
 * @param log where its dump is in the log of its server
 */
export function manifestTags(
  set: SetId,
  { uses, log }: { uses: readonly string[]; log: Snapshot['log'] },
): string[] {
  return [
    ...partTags(set, 'manifest'),
    ...uses.map((image) => `uses=${image}`),
    ...positionTags(log),
  ];
}

/** By them a manifest's set is found to an instant without reading it, as by `uses=` its images. */
function positionTags(log: Snapshot['log']): string[] {
  if (log === undefined) return [];
  const { stream, file, offset, at } = log;
  return [`log=${stream}`, `file=${file}`, `offset=${offset}`, `seen=${at}`];
}

/** Asks restic for parts of sets. */
export function listArguments(filter: { set?: SetId; part?: Part } = {}): string[] {
  const wanted = ['induk', ...Object.entries(filter).map(([key, value]) => `${key}=${value}`)];
  return ['snapshots', '--json', '--no-lock', `--tag=${wanted.join(',')}`];
}

/** Asks restic which manifests' snapshots a policy would keep; nothing is changed. */
export function keptArguments(policy: readonly string[]): string[] {
  return [
    ...['forget', '--json', '--dry-run', '--no-lock', '--group-by='],
    ...['--tag=induk,part=manifest', ...policy],
  ];
}

/** Asks restic how much room a repository takes. */
export const sizeArguments = ['stats', '--json', '--no-lock', '--mode=raw-data'] as const;

/** IDs in the answer to `keptArguments`. */
export function readKept(lines: readonly string[]): string[] {
  const json = lines.join('') || '[]';
  const groups = JSON.parse(json) as { keep: { id: string }[] | null }[] | null;
  return (groups ?? []).flatMap((group) => (group.keep ?? []).map(({ id }) => id));
}

/** Bytes in the answer to `sizeArguments`. */
export function readSize(lines: readonly string[]): number {
  return Number((JSON.parse(lines.at(-1) ?? '{}') as { total_size?: number }).total_size ?? 0);
}

/** Snapshots that are part of a set, oldest first; what others put there is left out. */
export function readSnapshots(json: string): Snapshot[] {
  return rawOf(json)
    .map(readSnapshot)
    .filter((snapshot) => snapshot !== undefined)
    .sort((a, b) => Date.parse(a.time) - Date.parse(b.time));
}

function rawOf(json: string): RawSnapshot[] {
  return (JSON.parse(json === '' ? '[]' : json) as RawSnapshot[] | null) ?? [];
}

function tagValue(tags: readonly string[], key: string): string | undefined {
  return tags.find((tag) => tag.startsWith(`${key}=`))?.slice(key.length + 1);
}

function readSnapshot(raw: RawSnapshot): Snapshot | undefined {
  const tags = raw.tags ?? [];
  const [set, part] = [tagValue(tags, 'set'), tagValue(tags, 'part')];
  if (!tags.includes('induk') || set === undefined || part === undefined) return undefined;
  if (!parts.includes(part)) return undefined;
  const log = positionOf(tags);
  return {
    id: raw.id,
    time: raw.time,
    host: raw.hostname,
    set,
    part: part as Part,
    uses: tags.flatMap((tag) => (tag.startsWith('uses=') ? [tag.slice(5)] : [])),
    bytes: raw.summary?.total_bytes_processed ?? 0,
    added: raw.summary?.data_added_packed ?? 0,
    ...(log && { log }),
  };
}

function positionOf(tags: readonly string[]): Snapshot['log'] {
  const [stream, at] = [tagValue(tags, 'log'), tagValue(tags, 'seen')];
  const [file, offset] = [Number(tagValue(tags, 'file')), Number(tagValue(tags, 'offset'))];
  if (stream === undefined || at === undefined || Number.isNaN(Date.parse(at))) return undefined;
  if (!Number.isSafeInteger(file) || !Number.isSafeInteger(offset)) return undefined;
  return { stream, file, offset, at };
}
