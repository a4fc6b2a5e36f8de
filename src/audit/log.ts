import { Fault } from '../fault.js';
import type { Connection, ExecResult } from '../server/connection.js';
import { appendScript } from './append-script.js';
import type { AuditEntry, AuditRecord, Head } from './record.js';
import { type AnchorStore, SwarmAnchor } from './swarm-anchor.js';
import { parseLine, splitLines, type Verdict, verify } from './verify.js';

/** The log on the manager. */
export const auditPath = '/var/lib/induk/audit/audit.jsonl';

export interface AuditLogOptions {
  /** Default `auditPath`. */
  path?: string;
  /** Where the head is remembered; default: a config object of the manager's Swarm. */
  anchor?: AnchorStore;
}

export interface AuditFilter {
  app?: string;
  /** Entries of this moment and later. */
  since?: Date;
  /** The latest so many. */
  limit?: number;
}

export interface Appended extends Head {
  /** False when the Swarm could not be told (no Swarm yet, engine down). */
  anchored: boolean;
}

/** Exit status of `cat` and `tail` is 1 for a missing file too; this one says so. */
const readScript = '[ -e "$1" ] || exit 66; shift; exec "$@"';

/** The append-only, hash-chained log of what people did, on the Swarm's manager. */
export class AuditLog {
  readonly #path: string;
  readonly #anchor: AnchorStore;

  constructor(
    private readonly connection: Connection,
    options: AuditLogOptions = {},
  ) {
    this.#path = options.path ?? auditPath;
    this.#anchor = options.anchor ?? new SwarmAnchor(connection.docker);
  }

  /** Name of the server that keeps the log. */
  get server(): string {
    return this.connection.server;
  }

  /**
   * Adds a record; it is on the disk when this returns.
   * @returns its line number and hash.
   * @throws Fault AUD001 when it could not be written; nothing of it is left then.
   */
  async append(record: AuditRecord): Promise<Appended> {
    const { time, operator, action, app, outcome, detail, version } = record;
    const ordered = { time, operator, action, app, outcome, detail, version };
    const rest = JSON.stringify(ordered).slice(1);
    const size = String(Buffer.byteLength(rest));
    const argv = ['sh', '-c', appendScript, 'induk-audit', this.#path, size];
    const result = await this.connection.exec(argv, { stdin: rest, sudo: true });
    const [, seq, hash] = /^(\d+) ([0-9a-f]{64})\n$/.exec(result.stdout) ?? [];
    if (result.code !== 0 || !seq || !hash) throw this.#fault('AUD001', result);
    const head = { seq: Number(seq), hash };
    return { ...head, anchored: await this.#anchor.advance(head) };
  }

  /** Entries in the order they were written. @throws Fault AUD002 when it cannot be read. */
  async read(filter: AuditFilter = {}): Promise<AuditEntry[]> {
    const { app, since, limit } = filter;
    const isWhole = app !== undefined || since !== undefined || limit === undefined;
    const program = isWhole ? ['cat'] : ['tail', '-n', String(limit)];
    const { lines } = splitLines(await this.#readWith(program));
    const entries = lines.flatMap((line) => parseLine(line) ?? []);
    const wanted = entries.filter(
      (entry) =>
        (app === undefined || entry.app === app) &&
        (since === undefined || new Date(entry.time) >= since),
    );
    return limit === undefined ? wanted : wanted.slice(Math.max(0, wanted.length - limit));
  }

  /** Checks the whole chain and its end. @throws Fault AUD002 when it cannot be read. */
  async verify(): Promise<Verdict> {
    for (let attempt = 1; ; attempt += 1) {
      // The anchor first: lines appended in between may only be newer than it.
      const anchor = await this.#anchor.read();
      const verdict = verify(await this.#readWith(['cat']), anchor);
      if (verdict.broken?.flaw !== 'unanchored' || attempt === 3) return verdict;
    }
  }

  async #readWith(program: string[]): Promise<string> {
    const argv = ['sh', '-c', readScript, 'induk-audit', this.#path, ...program, this.#path];
    const result = await this.connection.exec(argv, { sudo: true });
    if (result.code === 66) return '';
    if (result.code !== 0) throw this.#fault('AUD002', result);
    return result.stdout;
  }

  #fault(code: string, { code: status, stderr }: ExecResult): Fault {
    const reason = stderr.trim().split('\n').at(-1) || `status ${status}`;
    return new Fault(code, { server: this.server, reason });
  }
}
