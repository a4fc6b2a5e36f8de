import type { DatabasePart } from '../model.js';
import type { LogExtent, LogSnapshot } from './model.js';

/** Files of a log, or a copy of a server's files on which its log can be replayed. */
export type LogPart = 'log' | 'base';

/** Tags from which alone, without reading any data, it can be told what a snapshot covers. */
export function logTags(
  kind: DatabasePart['kind'],
  { stream, first, last, end }: LogExtent,
  through: Date,
  part: LogPart = 'log',
): string[] {
  return [
    ...['induk', `part=${part}`, `kind=${kind}`, `log=${stream}`],
    ...[`files=${first}-${last}`, `end=${end}`, `through=${through.toISOString()}`],
  ];
}

export function logListArguments(part: LogPart): string[] {
  return ['snapshots', '--json', '--no-lock', `--tag=induk,part=${part}`];
}

interface RawSnapshot {
  id: string;
  time: string;
  tags?: string[] | null;
  summary?: { data_added_packed: number; backup_end?: string };
}

/** Snapshots of one part in restic's answer, oldest first; what others put there is left out. */
export function readLogSnapshots(json: string, part: LogPart): LogSnapshot[] {
  const raw = JSON.parse(json === '' ? '[]' : json) as RawSnapshot[] | null;
  return inOrder((raw ?? []).flatMap((one) => readLogSnapshot(one, part)));
}

/**
 * Oldest first. Of one log its own files say what came after what: a clock that was wrong for a
 * while says it wrong for good.
 */
function inOrder(snapshots: LogSnapshot[]): LogSnapshot[] {
  const byTime = [...snapshots].sort((a, b) => Date.parse(a.through) - Date.parse(b.through));
  const logs = new Map<string, LogSnapshot[]>();
  for (const one of byTime) {
    const own = logs.get(one.stream);
    if (own === undefined) logs.set(one.stream, [one]);
    else own.push(one);
  }
  // The newest first: the next in turn is taken from the end.
  for (const own of logs.values()) own.reverse().sort((a, b) => b.last - a.last || b.end - a.end);
  return byTime.flatMap(({ stream }) => logs.get(stream)?.pop() ?? []);
}

function readLogSnapshot({ id, time, tags, summary }: RawSnapshot, part: LogPart): LogSnapshot[] {
  const value = (key: string): string =>
    tags?.find((tag) => tag.startsWith(`${key}=`))?.slice(key.length + 1) ?? '';
  const [first, last] = (/^(\d+)-(\d+)$/.exec(value('files')) ?? []).slice(1).map(Number);
  const [stream, through, end] = [value('log'), value('through'), Number(value('end'))];
  const kind = value('kind');
  const isOurs = tags?.includes('induk') === true && value('part') === part;
  if (!isOurs || (kind !== 'mariadb' && kind !== 'postgres')) return [];
  if (first === undefined || last === undefined || first > last) return [];
  if (stream === '' || !Number.isSafeInteger(end) || Number.isNaN(Date.parse(through))) return [];
  const added = summary?.data_added_packed ?? 0;
  const finishedAt = summary?.backup_end ?? time;
  return [{ id, time, finishedAt, kind, stream, first, last, end, through, added }];
}
