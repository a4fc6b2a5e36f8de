import { createHash } from 'node:crypto';
import type { DatabasePart } from '../model.js';

/** Raised whenever the same dump would be digested to something else than before. */
export const digestVersion = 1;

/** What passing a dump through a digester tells about it. */
export interface DumpReport {
  /** Bytes of the dump. */
  bytes: number;
  tables: DatabasePart['tables'];
  objects: DatabasePart['objects'];
  /** SQL that loading the dump leaves out and that goes to the end of `accounts.sql`. */
  after?: string;
  /** Where the server's log of changes was when the dump saw the database. */
  position?: { file: number; offset: number };
}

/** Reads a dump as it streams by; chunks may be cut anywhere. */
export interface DumpDigester {
  write(chunk: Buffer): void;
  /**
   * @throws Fault BAK031 when the dump ended before its end, BAK032 when it is not understood
   */
  finish(): DumpReport;
}

/** Objects by kind, in whatever order the server named them. */
export class ObjectDigests {
  readonly #found = new Map<string, string[]>();

  add(kind: string, ...texts: string[]): void {
    const hash = createHash('sha256');
    for (const text of texts) hash.update(text).update('\0');
    this.#found.set(kind, [...(this.#found.get(kind) ?? []), hash.digest('hex')]);
  }

  /** Kind → how many, and a SHA-256 over all of them that does not depend on their order. */
  report(): DatabasePart['objects'] {
    const kinds = [...this.#found].sort(([a], [b]) => (a < b ? -1 : 1));
    return Object.fromEntries(
      kinds.map(([kind, digests]) => [
        kind,
        {
          count: digests.length,
          digest: createHash('sha256').update(digests.sort().join('\n')).digest('hex'),
        },
      ]),
    );
  }
}
