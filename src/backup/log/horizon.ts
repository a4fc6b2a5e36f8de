import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { BackupJob } from '../model.js';
import type { WorkerContext } from '../worker/context.js';
import { coveredFrom } from './cover.js';
import { openRepository } from './save.js';

/** Milliseconds after which what the vault holds is looked at again: prunings shorten it. */
const renewal = 3_600_000;

/** From when on any second can be brought back; what is known is asked for once an hour only. */
export class Horizon {
  #from: string | undefined;
  #askedAt = 0;
  /** When a set and a copy were made last. */
  #beginnings: string | undefined;

  constructor(readonly context: Pick<WorkerContext, 'places' | 'signal' | 'now'>) {}

  /**
   * @param isBroken whether the log has a hole now, so that what was known holds no longer
   * @returns RFC 3339; undefined when no second can be brought back yet; what was known last when
   *   the vault cannot be asked
   */
  async of(job: BackupJob, isBroken = false): Promise<string | undefined> {
    const { places, now } = this.context;
    const seen = await Promise.all(
      ['last-manifest.json', 'log-base.json'].map(changedAt(places.job)),
    );
    const beginnings = seen.join(' ');
    const at = now().getTime();
    const isFresh = at - this.#askedAt < renewal && beginnings === this.#beginnings;
    const isSettled = this.#from !== undefined || seen.every((time) => time === 0);
    if (isFresh && isSettled && !isBroken) return this.#from;
    const from = await this.#ask(job).catch(() => 'unknown' as const);
    if (from === 'unknown') return this.#from;
    [this.#from, this.#askedAt, this.#beginnings] = [from, at, beginnings];
    return from;
  }

  async #ask(job: BackupJob): Promise<string | undefined> {
    const { places, signal } = this.context;
    const repository = await openRepository(job, places.job, signal);
    try {
      return coveredFrom(await repository.holdings());
    } finally {
      repository.close();
    }
  }
}

/** Milliseconds since 1970; 0 for a file that is not there. */
const changedAt =
  (folder: string) =>
  async (name: string): Promise<number> =>
    (await stat(join(folder, name)).catch(() => undefined))?.mtimeMs ?? 0;
