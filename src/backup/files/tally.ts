import { createHash, type Hash } from 'node:crypto';
import type { FileChanges } from '../file-changes.js';
import type { FileEntry } from '../model.js';

/** Names kept to compare fresh ones with; a sample is enough for files renamed by the thousand. */
const sample = 50_000;

/** Totals of a volume, and what became of its files. */
export class Tally {
  readonly changes: FileChanges = {
    before: 0,
    now: 0,
    changed: 0,
    gone: 0,
    fresh: 0,
    extended: 0,
  };
  still = true;
  readonly #hash: Hash = createHash('sha256');
  readonly #gone = new Set<string>();
  #bytes = 0;
  #random = 0;

  /** Counts a path that is there, with what was known of it. */
  pass(known: FileEntry | undefined, entry: FileEntry, random = false): void {
    const was = known?.kind === 'file';
    if (was) this.changes.before += 1;
    if (entry.kind !== 'file') return;
    this.changes.now += 1;
    if (was && known.content === entry.content) return;
    if (random) this.#random += 1;
    if (was) this.changes.changed += 1;
    else {
      this.changes.fresh += 1;
      if (this.#isExtended(entry.path)) this.changes.extended += 1;
    }
  }

  /** Share of the changed and fresh files that look random, 0 to 1. */
  randomness(): number {
    return this.#random / Math.max(1, this.changes.changed + this.changes.fresh);
  }

  gone(known: FileEntry): void {
    this.still = false;
    if (known.kind !== 'file') return;
    this.changes.before += 1;
    this.changes.gone += 1;
    if (this.#gone.size < sample) this.#gone.add(known.path);
  }

  add(entry: FileEntry): void {
    this.#bytes += entry.size ?? 0;
    const { path, kind, mode, uid, gid, content = '' } = entry;
    this.#hash.update(`${path}\0${kind}\0${mode}\0${uid}\0${gid}\0${content}\0`);
  }

  total(): { files: number; bytes: number; digest: string } {
    return { files: this.changes.now, bytes: this.#bytes, digest: this.#hash.digest('hex') };
  }

  /** A name sorts before all that begin with it, so the gone one was met already. */
  #isExtended(path: string): boolean {
    const name = path.lastIndexOf('/') + 1;
    for (let dot = path.lastIndexOf('.'); dot > name; dot = path.lastIndexOf('.', dot - 1)) {
      if (this.#gone.has(path.slice(0, dot))) return true;
    }
    return false;
  }
}
