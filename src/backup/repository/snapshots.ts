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
  return {
    id: raw.id,
    time: raw.time,
    host: raw.hostname,
    set,
    part: part as Part,
    bytes: raw.summary?.total_bytes_processed ?? 0,
    added: raw.summary?.data_added_packed ?? 0,
  };
}
