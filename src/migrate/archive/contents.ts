/** What a dump turns out to hold while it is read, of whichever database it is. */
import { createHash } from 'node:crypto';
import { type DumpFacts, type ObjectKind, Refusal, RowSum, Tally } from './facts.js';

/** How a dump is read. */
export interface ReadOptions {
  /** Collations in the place of others. */
  maps?: ReadonlyMap<string, string>;
  /** Takes what is to be loaded. */
  emit?: (bytes: Buffer) => void;
}

type Held = Pick<DumpFacts, 'bytes' | 'sha256' | 'tables' | 'objects' | 'databases' | 'dropped'>;

export class DumpContents {
  readonly tables = new Map<string, RowSum>();
  /** Databases it would make or use. */
  readonly databases = new Set<string>();
  /** Statements that are left out. */
  readonly dropped = new Tally();
  readonly #objects = new Map<ObjectKind, Set<string>>();
  readonly #hash = createHash('sha256');
  #bytes = 0;

  /** Takes the dump's own bytes. */
  pass(chunk: Buffer): void {
    this.#hash.update(chunk);
    this.#bytes += chunk.length;
  }

  /** Rows of a table, which is there from now on. */
  rowsOf(table: string): RowSum {
    const sum = this.tables.get(table) ?? new RowSum();
    this.tables.set(table, sum);
    return sum;
  }

  made({ kind, name }: { kind: ObjectKind | 'table'; name: string }): void {
    if (kind === 'table') this.rowsOf(name);
    else this.#objects.set(kind, (this.#objects.get(kind) ?? new Set()).add(name));
  }

  /** All of it, once it was read to its end. */
  facts(): Held {
    const rows = [...this.tables].map(([name, sum]) => [name, sum.result()] as const);
    const objects = [...this.#objects].map(([kind, names]) => [kind, [...names].sort()] as const);
    return {
      bytes: this.#bytes,
      sha256: this.#hash.digest('hex'),
      tables: Object.fromEntries(rows),
      objects: Object.fromEntries(objects),
      databases: [...this.databases].sort(),
      dropped: this.dropped.counts,
    };
  }
}

/** A statement that no dump has, as far as it may be told: without what stands in quotes. */
export function refusedStatement(line: number, text: string): Refusal {
  const words = text.replaceAll(/[^ -~]+/g, ' ').trim();
  const statement = words.replaceAll(/(['"]).*$/g, '$1…').slice(0, 60);
  return new Refusal('MIG312', { line, statement });
}
