/** The log of an app's database, as its server follows it. */
import { setTimeout as sleep } from 'node:timers/promises';
import { inside } from '../../lab/faults.js';
import type { LabServer } from '../../lab/servers.js';

interface LogRecord {
  ok: boolean;
  /** RFC 3339. */
  from: string;
  through: string;
  failure: { code: string };
  alarms: unknown[];
}

export class FollowedLog {
  readonly follower: string;

  constructor(
    readonly server: LabServer,
    readonly engineName: string,
  ) {
    this.follower = `induk-log-${engineName}`;
  }

  /** What its follower put on record last. */
  async record(): Promise<LogRecord | undefined> {
    const text = await this.#sh(`cat /var/lib/induk/backups/${this.engineName}.log.json`, false);
    return text === '' ? undefined : JSON.parse(text);
  }

  /** Waits three minutes at most for a record in which `found` sees something. */
  async until<T>(what: string, found: (record?: LogRecord) => T | undefined): Promise<T> {
    for (const end = Date.now() + 180_000; Date.now() < end; await sleep(500)) {
      const value = found(await this.record());
      if (value !== undefined) return value;
    }
    throw new Error(`never: ${what}: ${JSON.stringify(await this.record())}`);
  }

  /** @param at milliseconds since 1970 */
  savedThrough(at: number): Promise<LogRecord> {
    return this.until(`saved through ${new Date(at).toISOString()}`, (now) =>
      now?.ok && Date.parse(now.through) > at ? now : undefined,
    );
  }

  /** As a crash would, and not as somebody who stops the container; it saves when it is back. */
  async crash(): Promise<void> {
    await this.#sh(`kill -9 $(docker inspect -f '{{.State.Pid}}' ${this.follower})`);
  }

  async #sh(script: string, check = true): Promise<string> {
    return (await inside(this.server, ['sh', '-c', script], { check })).stdout.trim();
  }
}

/** An instant as people write it: in the time zone of the site. @param at milliseconds since 1970 */
export const local = (at: number): string =>
  new Intl.DateTimeFormat('sv-SE', {
    timeZone: 'Asia/Jakarta',
    dateStyle: 'short',
    timeStyle: 'medium',
  }).format(at);
