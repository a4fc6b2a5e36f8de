/** What became of a volume's files between two sets, from their catalogues. */
import type { FileEntry } from './model.js';

export interface FileChanges {
  /** Files in the earlier catalogue. */
  before: number;
  /** Files in the later one. */
  now: number;
  /** In both, with another content. */
  changed: number;
  /** In the earlier one only. */
  gone: number;
  /** In the later one only. */
  fresh: number;
  /** Fresh ones named like a gone one with something appended, as `surat.docx.locked`. */
  extended: number;
}

/** Names kept to compare fresh ones with; a sample is enough for files renamed by the thousand. */
const sample = 50_000;

type Entries = Iterable<FileEntry> | AsyncIterable<FileEntry>;

/**
 * Compares two catalogues as they are read, side by side, in memory that does not grow with them.
 *
 * @param before entries in the order of `orderOf`
 * @param now the same of a later set
 * @returns changes by volume
 */
export async function compareFiles(
  before: Entries,
  now: Entries,
): Promise<Record<string, FileChanges>> {
  const tally = new Tally();
  const [earlier, later] = [reader(before), reader(now)];
  let [a, b] = await Promise.all([earlier.next(), later.next()]);
  while (a !== undefined || b !== undefined) {
    const order = a === undefined ? 1 : b === undefined ? -1 : orderOf(a, b);
    tally.add(order <= 0 ? a : undefined, order >= 0 ? b : undefined);
    if (order <= 0) a = await earlier.next();
    if (order >= 0) b = await later.next();
  }
  return tally.volumes;
}

/** Order of a catalogue: by volume, then by path, both by UTF-16 code units. */
export function orderOf(a: FileEntry, b: FileEntry): number {
  if (a.volume !== b.volume) return a.volume < b.volume ? -1 : 1;
  return a.path === b.path ? 0 : a.path < b.path ? -1 : 1;
}

class Tally {
  readonly volumes: Record<string, FileChanges> = Object.create(null);
  private readonly gone = new Set<string>();

  add(before: FileEntry | undefined, now: FileEntry | undefined): void {
    const was = before?.kind === 'file';
    const is = now?.kind === 'file';
    const volume = (before ?? now)?.volume ?? '';
    this.volumes[volume] ??= { before: 0, now: 0, changed: 0, gone: 0, fresh: 0, extended: 0 };
    const counts = this.volumes[volume];
    if (was) counts.before += 1;
    if (is) counts.now += 1;
    if (was && is) {
      if (before.content !== now.content) counts.changed += 1;
    } else if (was) {
      counts.gone += 1;
      if (this.gone.size < sample) this.gone.add(nameOf(before));
    } else if (is) {
      counts.fresh += 1;
      if (this.isExtended(now)) counts.extended += 1;
    }
  }

  /** A name sorts before all that begin with it, so the gone one was met already. */
  private isExtended(entry: FileEntry): boolean {
    const name = nameOf(entry);
    for (let dot = name.lastIndexOf('.'); dot > 0; dot = name.lastIndexOf('.', dot - 1)) {
      if (this.gone.has(name.slice(0, dot))) return true;
    }
    return false;
  }
}

const nameOf = ({ volume, path }: FileEntry): string => `${volume}/${path}`;

function reader(entries: Entries): { next(): Promise<FileEntry | undefined> } {
  const iterator =
    Symbol.asyncIterator in entries ? entries[Symbol.asyncIterator]() : entries[Symbol.iterator]();
  return {
    next: async () => {
      const { done, value } = await iterator.next();
      return done ? undefined : value;
    },
  };
}
