/** A ledger: a row every 100 ms, and when it was begun and acknowledged. */
import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface, type Interface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';

export interface Entry {
  id: number;
  /** Milliseconds since 1970. */
  begun: number;
  acknowledged: number;
}

const clients = {
  mariadb: ['mariadb', '--batch', '-N', '-n', 'uji-1'],
  postgres: ['psql', '-X', '-At', '-q', 'uji-1'],
};

export class Ledger {
  readonly entries: Entry[] = [];
  readonly #client: ChildProcess;
  readonly #answers: Interface;
  #stopped = false;
  readonly #done: Promise<void>;

  constructor(container: string, kind: keyof typeof clients) {
    this.#client = spawn('docker', ['exec', '-i', container, ...clients[kind]], {
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    this.#answers = createInterface({ input: this.#client.stdout as Readable });
    this.#done = this.#write();
  }

  static readonly schema = 'CREATE TABLE buku (id INT PRIMARY KEY, isi VARCHAR(200));';

  /** Whether entries were acknowledged up to an instant. */
  isPast(at: number): boolean {
    return (this.entries.at(-1)?.begun ?? 0) > at;
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    await this.#done;
    (this.#client.stdin as Writable).end();
  }

  async #write(): Promise<void> {
    const lines = this.#answers[Symbol.asyncIterator]();
    for (let id = 1; !this.#stopped; id += 1) {
      const begun = Date.now();
      (this.#client.stdin as Writable).write(
        `INSERT INTO buku VALUES (${id}, REPEAT('x', 100)); SELECT ${id};\n`,
      );
      const { value } = await lines.next();
      if (value !== String(id)) throw new Error(`ledger: ${id} was not acknowledged: ${value}`);
      this.entries.push({ id, begun, acknowledged: Date.now() });
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
}

/** What a restored ledger has too little and too much for an instant. */
export function judge(entries: Entry[], ids: number[], at: number) {
  const has = new Set(ids);
  return {
    missing: entries.filter(({ id, acknowledged }) => acknowledged < at && !has.has(id)),
    extra: entries.filter(({ id, begun }) => begun >= at && has.has(id)),
  };
}
