import type { DatabasePart } from '../model.js';
import type { LogExtent, LogSnapshot } from './model.js';

/** Tags from which alone, without reading any data, it can be told what a snapshot covers. */
export function logTags(
  kind: DatabasePart['kind'],
  { stream, first, last, end }: LogExtent,
  through: Date,
): string[] {
  return [
    ...['induk', 'part=log', `kind=${kind}`, `log=${stream}`],
    ...[`files=${first}-${last}`, `end=${end}`, `through=${through.toISOString()}`],
  ];
}

export const logListArguments = ['snapshots', '--json', '--no-lock', '--tag=induk,part=log'];

interface RawSnapshot {
  id: string;
  time: string;
  tags?: string[] | null;
  summary?: { data_added_packed: number };
}

/** Snapshots of logs in restic's answer, oldest first; what others put there is left out. */
export function readLogSnapshots(json: string): LogSnapshot[] {
  const raw = JSON.parse(json === '' ? '[]' : json) as RawSnapshot[] | null;
  return (raw ?? [])
    .flatMap(readLogSnapshot)
    .sort((a, b) => Date.parse(a.through) - Date.parse(b.through) || a.last - b.last);
}

function readLogSnapshot({ id, time, tags, summary }: RawSnapshot): LogSnapshot[] {
  const value = (key: string): string =>
    tags?.find((tag) => tag.startsWith(`${key}=`))?.slice(key.length + 1) ?? '';
  const [first, last] = (/^(\d+)-(\d+)$/.exec(value('files')) ?? []).slice(1).map(Number);
  const [stream, through, end] = [value('log'), value('through'), Number(value('end'))];
  const kind = value('kind');
  const isOurs = tags?.includes('induk') === true && value('part') === 'log';
  if (!isOurs || (kind !== 'mariadb' && kind !== 'postgres')) return [];
  if (first === undefined || last === undefined || first > last) return [];
  if (stream === '' || !Number.isSafeInteger(end) || Number.isNaN(Date.parse(through))) return [];
  const added = summary?.data_added_packed ?? 0;
  return [{ id, time, kind, stream, first, last, end, through, added }];
}
