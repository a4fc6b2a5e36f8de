/** What rsync says, read: its totals, and what it could not do. */

/** Totals of a run with `--stats`. */
export interface Totals {
  /** Everything below the folder: files, folders, links. */
  entries: number;
  regular: number;
  /** Files whose content was sent, whole or in part. */
  files: number;
  deleted: number;
  /** Bytes of all files. */
  bytes: number;
  /** Bytes of content that had to be sent. */
  literal: number;
  /** Bytes that came over the link, all included. */
  received: number;
}

/** @param text standard output of a run in the C locale with `--no-h` */
export function readTotals(text: string): Totals {
  const number = (title: string): number => {
    const found = new RegExp(`^${title}: ([\\d,]+)`, 'm').exec(text)?.[1];
    return Number((found ?? '0').replaceAll(',', ''));
  };
  const regular = /^Number of files: .*\breg: ([\d,]+)/m.exec(text)?.[1] ?? '0';
  return {
    entries: number('Number of files'),
    regular: Number(regular.replaceAll(',', '')),
    files: number('Number of regular files transferred'),
    deleted: number('Number of deleted files'),
    bytes: number('Total file size'),
    literal: number('Literal data'),
    received: number('Total bytes received'),
  };
}

/** Bytes and percent of a line of `--info=progress2`; undefined for any other. */
export function readProgress(line: string): { bytes: number; percent: number } | undefined {
  const [, bytes, percent] = /^\s*([\d,]+)\s+(\d+)%/.exec(line) ?? [];
  if (bytes === undefined) return undefined;
  return { bytes: Number(bytes.replaceAll(',', '')), percent: Number(percent) };
}

/** Something rsync could not read, or not keep. */
export interface Problem {
  kind: 'unreadable' | 'vanished' | 'other';
  path: string;
  reason: string;
}

const failure = /^rsync: (?:\[(\w+)\] )?[^"]*"(.*)"(?: \(in .*\))?(?: failed)?: (.*) \((\d+)\)$/;

/** A line of standard error; undefined when it says nothing of a path. */
export function readProblem(line: string): Problem | undefined {
  const vanished = /^file has vanished: "(.*)"$/.exec(line)?.[1];
  if (vanished !== undefined) return { kind: 'vanished', path: vanished, reason: 'vanished' };
  const [, side, path = '', reason = '', code] = failure.exec(line) ?? [];
  if (code === undefined) return undefined;
  // Older versions do not say which side it was.
  const reads =
    side === 'sender' || /^rsync: (send_files|opendir|readlink_stat|link_stat)/.test(line);
  if (code === '2' && reads) return { kind: 'vanished', path, reason };
  return { kind: reads ? 'unreadable' : 'other', path, reason };
}

/** A difference that a dry run with `--itemize-changes` tells. */
export interface Itemized {
  path: string;
  what: 'missing' | 'extra' | 'content' | 'time' | 'mode' | 'owner' | 'rights' | 'attributes';
}

/**
 * A line of `%i %n`, as rsync(1) explains it: `YXcstpoguax`, then the path.
 * @returns undefined when it tells no difference; a folder's time is none
 */
export function readItem(line: string): Itemized | undefined {
  const [, gone] = /^\*deleting\s+(.*)$/.exec(line) ?? [];
  if (gone !== undefined) return { path: gone, what: 'extra' };
  const [, change, path = ''] = /^([<>ch.][fdLDS][^ ]{9}) (.*)$/.exec(line) ?? [];
  if (change === undefined) return undefined;
  if (change.includes('+')) return { path, what: 'missing' };
  if (change[3] === 's' || change[2] === 'c') return { path, what: 'content' };
  const marks: [number, Itemized['what']][] = [
    ...(change[1] === 'd' ? [] : [[4, 'time'] as [number, Itemized['what']]]),
    [5, 'mode'],
    [6, 'owner'],
    [7, 'owner'],
    [9, 'rights'],
    [10, 'attributes'],
  ];
  const what = marks.find(([at]) => change[at] !== '.')?.[1];
  // A hard link to be made, of a file that is there.
  if (what === undefined && change[0] === 'h') return { path, what: 'attributes' };
  return what === undefined ? undefined : { path, what };
}

/** A path as rsync prints it: a byte that is not to be shown is `\\#` and its three octal digits. */
export const bytesOf = (path: string): Buffer =>
  Buffer.concat(
    path
      .split(/\\#([0-3][0-7]{2})/)
      .map((piece, index) =>
        index % 2 === 0 ? Buffer.from(piece, 'utf8') : Buffer.from([Number.parseInt(piece, 8)]),
      ),
  );

/** Entries of which a list is worth its while. */
const few = 5000;

/**
 * The entries that a run changed, by its lines of `%i %n`, so that they can be looked at by
 * themselves.
 * @returns undefined when others have to be looked at, too: what was deleted or is a hard link
 */
export function changedEntries(lines: readonly string[]): Buffer[] | undefined {
  if (lines.length > few) return undefined;
  const paths = lines.map((line) => /^[<>c.][fdLDS][^ ]{9} (.*)$/.exec(line)?.[1]);
  if (paths.includes(undefined)) return undefined;
  return paths.map((path) => bytesOf((path as string).replace(/(?<=.)\/$/, '')));
}
