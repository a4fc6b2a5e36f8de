/** What is looked at before a switch holds anything: afterwards every visitor would see it. */
import { oldDatabase } from '../database/old-database.js';
import { followsOnly, refuseTakenPort } from '../database/old-replicas.js';
import { pairingOf } from '../database/pairing.js';
import { Agent } from '../host/agent.js';
import { awaitJobs } from '../host/running-jobs.js';
import { refuseUnheld } from '../host/unheld-jobs.js';
import type { MoverAction } from '../verify.js';
import { type ComparedPage, comparePages } from './compare-pages.js';
import { isParted } from './folder.js';
import type { MoveOrder } from './order.js';
import type { Ordered } from './ordered-movers.js';
import { askNew, askOldPage, type Visiting } from './visit.js';

/** @throws Fault MIG… of what would not hold in the freeze */
export async function refuseEarly(
  wanted: Ordered & { visiting: Visiting; act: MoverAction; say: (message: string) => void },
): Promise<void> {
  const { job, order, shell, signal, visiting, act, say } = wanted;
  await new Agent(shell, job.engineName).trusts(visiting.held, signal);
  await refuseUnheld(shell, visiting.held);
  if (job.database?.kind === 'mariadb') {
    const old = oldDatabase(shell, job.database);
    await Promise.all([followsOnly(old, pairingOf(job)), refuseTakenPort(old, pairingOf(job))]);
  }
  // A database that was started anew meanwhile has lost its link: not in the freeze it finds it.
  if (order.method === 'follow' && job.database !== undefined && !(await isParted(wanted))) {
    await act('follow', { within: 1 }, signal);
  }
  await awaitJobs(shell, job.engineName, { signal, say });
}

/** In the freeze the old side answers nobody any more. @returns those compared */
export async function compareEarly(
  { checks }: MoveOrder,
  visiting: Visiting,
  say: (message: string) => void,
): Promise<ComparedPage[]> {
  const { pages = [] } = checks ?? {};
  if (pages.length > 0) say(`pages: ${pages.length} asked of both sides`);
  return comparePages(pages, {
    old: (page) => askOldPage(visiting, page),
    fresh: (page, name) => askNew(visiting, page, { name }),
  });
}
