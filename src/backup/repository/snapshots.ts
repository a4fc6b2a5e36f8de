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

/** Tags of a part of a set. */
export function tagsOf(set: SetId, part: Part): string[] {
  return ['induk', `set=${set}`, `part=${part}`];
}

/** Tags by which a manifest's set is found to an instant without reading it. */
export function positionTags(log: Snapshot['log']): string[] {
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
  const raw = JSON.parse(json === '' ? '[]' : json) as RawSnapshot[] | null;
  return (raw ?? [])
    .map(readSnapshot)
    .filter((snapshot) => snapshot !== undefined)
    .sort((a, b) => Date.parse(a.time) - Date.parse(b.time));
}

function readSnapshot(raw: RawSnapshot): Snapshot | undefined {
  const tags = raw.tags ?? [];
  const value = (key: string): string | undefined =>
    tags.find((tag) => tag.startsWith(`${key}=`))?.slice(key.length + 1);
  const [set, part] = [value('set'), value('part')];
  if (!tags.includes('induk') || set === undefined || part === undefined) return undefined;
  if (!parts.includes(part)) return undefined;
  const [stream, at] = [value('log'), value('seen')];
  const [file, offset] = [Number(value('file')), Number(value('offset'))];
  const isLogged = stream !== undefined && at !== undefined && !Number.isNaN(Date.parse(at));
  return {
    id: raw.id,
    time: raw.time,
    host: raw.hostname,
    set,
    part: part as Part,
    bytes: raw.summary?.total_bytes_processed ?? 0,
    added: raw.summary?.data_added_packed ?? 0,
    ...(isLogged && Number.isSafeInteger(file) && Number.isSafeInteger(offset)
      ? { log: { stream, file, offset, at } }
      : {}),
  };
}
