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
  #set: number | undefined;

  constructor(readonly context: Pick<WorkerContext, 'places' | 'signal' | 'now'>) {}

  /**
   * @param isBroken whether the log has a hole now, so that what was known holds no longer
   * @returns RFC 3339; undefined when no second can be brought back yet; what was known last when
   *   the vault cannot be asked
   */
  async of(job: BackupJob, isBroken = false): Promise<string | undefined> {
    const { places, now } = this.context;
    const set = (await stat(join(places.job, 'last-manifest.json')).catch(() => undefined))
      ?.mtimeMs;
    const at = now().getTime();
    const isFresh = at - this.#askedAt < renewal && set === this.#set;
    if (isFresh && !isBroken) return this.#from;
    const from = await this.#ask(job).catch(() => 'unknown' as const);
    if (from === 'unknown') return this.#from;
    [this.#from, this.#askedAt, this.#set] = [from, at, set];
    return from;
  }

  async #ask(job: BackupJob): Promise<string | undefined> {
    const { places, signal } = this.context;
    const repository = await openRepository(job, places.job, signal);
    try {
      const sets = await repository.snapshots({ part: 'manifest' });
      const log = await repository.logSnapshots();
      return coveredFrom({ sets, log, bases: await repository.logSnapshots('base') });
    } finally {
      repository.close();
    }
  }
}
