/**
 * A mover's run: towards the goal of its order, told by whoever started its container. Killed and
 * started again it reads the journal and goes on; no operator's machine is needed for that.
 */
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { replaceFile } from '../../backup/worker/atomic.js';
import { Fault } from '../../fault.js';
import type { Movers } from '../acts.js';
import { bringCertificate, knownAuthorities, removeCertificate } from '../certificate/bring.js';
import { hasParted } from '../database/follow.js';
import { oldDatabase } from '../database/old-database.js';
import { followsOnly, refuseTakenPort } from '../database/old-replicas.js';
import { pairingOf } from '../database/pairing.js';
import { settle } from '../files/settle.js';
import { Agent } from '../host/agent.js';
import { type FencePlan, type HeldApp, planFence } from '../host/fence-plan.js';
import { type KeyUndo, keyUndo, revokeKey } from '../host/key.js';
import { OwnersWord } from '../host/owners-word.js';
import { awaitJobs } from '../host/running-jobs.js';
import { refuseUnheld } from '../host/unheld-jobs.js';
import { proveJobs } from '../jobs-proof.js';
import { type Goal, parseJournal } from '../journal.js';
import { filesOf, isPrepared, moversOf } from '../movers.js';
import { type Standing, standingOf } from '../phases.js';
import type { Pursued } from '../pursue.js';
import { journalName, runMigration } from '../runner.js';
import type { MoverAction } from '../verify.js';
import { type MoverContext, move } from './act.js';
import { type ComparedPage, comparePages } from './compare-pages.js';
import { ensureKeyPair, pinOldHost } from './identity.js';
import { readMoverJob } from './job.js';
import { seeJobs } from './jobs.js';
import { lookAtOld, refusesPages } from './look.js';
import type { MoverJob } from './model.js';
import { OldHost } from './old-host.js';
import { type MoveOrder, orderName } from './order.js';
import { askNew, askOldPage, checkWrite, type Visiting } from './visit.js';

/**
 * Goes on until the goal of the order is reached or given up.
 * @throws Fault MIG… of the act that failed where nothing could be given up
 */
export async function runMove(context: MoverContext): Promise<Pursued> {
  const { places, signal, say } = context;
  const folder = places.job;
  const [job, order] = await Promise.all([readMoverJob(folder), readOrder(folder)]);
  const publicKey = await ensureKeyPair(folder, `induk-migrate ${job.app}`);
  await pinOldHost(folder, job.old);
  const shell = new OldHost(folder, job.old, job.sudo);
  const act: MoverAction = (what, options, wanted) =>
    move({ what, ...options }, { ...context, signal: wanted });
  const wanted = { job, order, shell, signal, folder };
  const standing = await readStanding(folder);
  const held = await heldWith(job, order, standing, { shell, folder, say });
  const isOwners = order.byOwner === true;
  let pages: readonly ComparedPage[] = [];
  const visiting = { host: shell, folder, held };
  if (order.goal === 'live' && standing.states.freeze === 'none' && !isOwners) {
    await refuseEarly({ ...wanted, visiting, act, say });
    // What a large database has left to be written must not be waited for in the freeze.
    await settle(places.volumes);
    pages = await compareEarly(order, visiting, say);
  }
  const reach = async (goal: Goal, name: string): Promise<Pursued> => {
    const present = await readStanding(folder);
    const hasParted = () => isParted(wanted);
    const anew = order.anew ? async () => true : hasParted;
    const movers = moversFor(act, { ...wanted, order: { ...order, held }, pages });
    return runMigration(goal, {
      folder,
      engineName: job.engineName,
      shell,
      ...(isOwners ? { holder: ownersWord(wanted, visiting) } : {}),
      movers: resuming(movers, act, { method: order.method, anew }, present),
      budget: order.budget,
      keyUndo: keyUndo({ publicKey }),
      plan: async () =>
        isOwners ? nothing : planFence(shell, held, await readFile(knownAuthorities, 'utf8')),
      signal,
      say,
      run: name,
      hasParted,
      isPrepared: (undo) => isPrepared({ method: order.method, ...databaseKind(job) }, undo),
    });
  };
  const pursued = await reach(order.goal, order.run);
  if (pursued.because !== undefined && pursued.goal === 'ready' && (await isParted(wanted))) {
    say('database: brought over anew, since it took a write that the old one lacks');
    // Why it was given up is what is told; what fails now is told by the next command.
    await reach('ready', `${order.run} anew`).catch(unlessFault);
  }
  if (pursued.phase === 'rolled back') {
    await removeCertificate(job);
    await rm(join(folder, vouchers), { force: true });
  }
  return pursued;
}

/** Whether its database followed once and has nothing any more from where it could go on. */
async function isParted({ job, order, folder }: Pick<Wanted, 'job' | 'order' | 'folder'>) {
  if (order.method !== 'follow' || job.database === undefined) return false;
  const { states } = await readStanding(folder);
  return states.follow === 'done' && (await hasParted(folder));
}

function unlessFault(error: unknown): void {
  if (!(error instanceof Fault)) throw error;
}

/** Its owner does what is done there. */
const nothing: FencePlan = { conf: {}, swaps: [], authorities: '' };

function ownersWord({ job, order, shell }: Wanted, visiting: Visiting): OwnersWord {
  const { oldSideClosed: statement, checks } = order;
  return new OwnersWord({
    address: job.old.address,
    ...(statement === undefined ? {} : { statement }),
    closed: () => refusesPages(visiting, checks?.pages ?? []),
    look: () => lookAtOld(job, shell),
  });
}

/** Before anything is held: afterwards every visitor would see that it is not so. */
async function refuseEarly(
  wanted: Wanted & { visiting: Visiting; act: MoverAction; say: MoverContext['say'] },
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
async function compareEarly(
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

/** Beside the job: the certificate that was brought, without its key, and who vouches for it. */
const vouchers = 'brought.pem';

/**
 * The certificate comes while the old side lives, and again when it was renewed. Who vouches for
 * it there vouches for the new server, too, also to a run that goes on with what another has begun.
 */
async function heldWith(
  job: MoverJob,
  { held, goal }: MoveOrder,
  { states }: Standing,
  { shell, folder, say }: { shell: OldHost; folder: string; say: (message: string) => void },
): Promise<HeldApp> {
  const file = join(folder, vouchers);
  const isEarly = states.freeze === 'none' && (goal === 'ready' || goal === 'live');
  if (isEarly) {
    const brought = await bringCertificate(job, shell, say);
    if (brought === undefined) await rm(file, { force: true });
    else await replaceFile(file, brought, 0o600);
  }
  const brought = await readFile(file, 'utf8').catch(() => undefined);
  if (brought === undefined) return held;
  return { ...held, authority: `${held.authority ?? ''}\n${brought}` };
}

/** How far the journal in a mover's folder is. @throws Fault MIG200 */
export async function readStanding(folder: string): Promise<Standing> {
  const text = await readFile(join(folder, journalName), 'utf8').catch(() => '');
  return standingOf(parseJournal(text).entries);
}

interface Wanted {
  folder: string;
  job: MoverJob;
  order: MoveOrder;
  shell: OldHost;
  signal: AbortSignal;
}

function moversFor(
  act: MoverAction,
  { job, order, shell, signal, folder, pages }: Wanted & { pages: readonly ComparedPage[] },
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

const databaseKind = ({ database }: MoverJob) =>
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

/** @throws Fault MIG104 */
export async function readOrder(folder: string): Promise<MoveOrder> {
  try {
    const order = JSON.parse(await readFile(join(folder, orderName), 'utf8')) as MoveOrder;
    if (order.formatVersion !== 1) throw new Error(`format version ${order.formatVersion}`);
    return order;
  } catch (error) {
    throw new Fault('MIG104', { reason: (error as Error).message });
  }
}
