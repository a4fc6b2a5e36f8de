/** The movers of a run, as its order wants them. */
import type { Movers } from '../acts.js';
import { type KeyUndo, revokeKey } from '../host/key.js';
import { proveJobs } from '../jobs-proof.js';
import { filesOf, moversOf } from '../movers.js';
import type { Standing } from '../phases.js';
import type { MoverAction } from '../verify.js';
import type { ComparedPage } from './compare-pages.js';
import { seeJobs } from './jobs.js';
import type { MoverJob } from './model.js';
import type { OldHost } from './old-host.js';
import type { MoveOrder } from './order.js';
import { checkWrite } from './visit.js';

export interface Ordered {
  folder: string;
  job: MoverJob;
  order: MoveOrder;
  shell: OldHost;
  signal: AbortSignal;
}

/** @param pages those that were compared before the switch */
export function moversFor(
  act: MoverAction,
  { job, order, shell, signal, folder, pages }: Ordered & { pages: readonly ComparedPage[] },
): Movers {
  const { method, digests, enableLog, held, checks, jobs, byOwner, leaveWrites } = order;
  const { erasable, oldHostGone } = order;
  const write = checks?.write;
  return moversOf(act, {
    method,
    digests,
    enableLog,
    byOwner: byOwner === true,
    leavesWrites: leaveWrites !== undefined,
    settlement: {
      ...(erasable === undefined ? {} : { erasable }),
      ...(oldHostGone === undefined ? {} : { oldHostGone }),
    },
    ...databaseKind(job),
    hasFiles: job.folders.length > 0,
    signal,
    pages,
    ...(jobs === undefined
      ? {}
      : {
          proveJobs: async (wanted) => {
            const asked = byOwner === true || jobs.there.length === 0 ? undefined : shell;
            return proveJobs(jobs, await seeJobs(job.engineName, asked, wanted));
          },
        }),
    ...(write === undefined
      ? {}
      : { tryWrite: () => checkWrite({ host: shell, folder, held }, write) }),
    leave: async (undo) => void (await revokeKey(shell, undo as KeyUndo)),
  });
}

export const databaseKind = ({ database }: MoverJob) =>
  database === undefined ? {} : { database: database.kind };

/**
 * A database that follows is current: told again, a seed brings its files alone, unless it is
 * asked for anew. Either way it is looked at again: it may be another one by then, or stand still
 * since a switch was given up or its server started anew, while the journal has the step as done.
 * @param before how the journal was when this run began
 */
export function resuming(
  movers: Movers,
  act: MoverAction,
  { method, anew }: { method: MoveOrder['method']; anew: () => Promise<boolean> },
  { states, data }: Pick<Standing, 'states' | 'data'>,
): Movers {
  if (method !== 'follow' || states.follow !== 'done') return movers;
  const seeded = data.seed as { files?: unknown; database?: unknown } | undefined;
  return {
    ...movers,
    seed: async (signal) => {
      if (seeded?.database === undefined || (await anew())) {
        const made = await movers.seed(signal);
        await movers.follow(signal);
        return made;
      }
      const { files } = seeded;
      const present = files === undefined ? {} : { files: await filesOf(act, signal, files) };
      await movers.follow(signal);
      return { ...seeded, ...present };
    },
  };
}
