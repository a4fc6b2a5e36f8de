/**
 * A mover's run: towards the goal of its order, told by whoever started its container. Killed and
 * started again it reads the journal and goes on; no operator's machine is needed for that.
 */
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { replaceFile } from '../../backup/worker/atomic.js';
import { Fault } from '../../fault.js';
import { bringCertificate, knownAuthorities, removeCertificate } from '../certificate/bring.js';
import { withClientsReady } from '../database/new-database.js';
import { settle } from '../files/settle.js';
import { type FencePlan, type HeldApp, planFence } from '../host/fence-plan.js';
import { keyUndo } from '../host/key.js';
import { OwnersWord } from '../host/owners-word.js';
import type { Goal } from '../journal.js';
import { isPrepared } from '../movers.js';
import type { Standing } from '../phases.js';
import type { Pursued } from '../pursue.js';
import { runMigration } from '../runner.js';
import type { MoverAction } from '../verify.js';
import { type MoverContext, move } from './act.js';
import type { ComparedPage } from './compare-pages.js';
import { compareEarly, refuseEarly } from './early.js';
import { isParted, readOrder, readStanding } from './folder.js';
import { ensureKeyPair, pinOldHost } from './identity.js';
import { readMoverJob } from './job.js';
import { lookAtOld, refusesPages } from './look.js';
import type { MoverJob } from './model.js';
import { OldHost } from './old-host.js';
import type { MoveOrder } from './order.js';
import { databaseKind, moversFor, type Ordered, resuming } from './ordered-movers.js';
import type { Visiting } from './visit.js';

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
  const isSwitch = order.goal === 'live' && standing.states.freeze === 'none' && !isOwners;
  if (isSwitch) {
    await refuseEarly({ ...wanted, visiting, act, say });
    // What a large database has left to be written must not be waited for in the freeze.
    await settle(places.volumes);
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
  const freezing = async (): Promise<Pursued> => {
    if (isSwitch) pages = await compareEarly(order, visiting, say);
    return reach(order.goal, order.run);
  };
  const isFrozen = order.goal === 'live' || order.goal === 'back';
  const pursued =
    job.database === undefined || !isFrozen
      ? await freezing()
      : await withClientsReady(job.database, freezing);
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

function unlessFault(error: unknown): void {
  if (!(error instanceof Fault)) throw error;
}

/** Its owner does what is done there. */
const nothing: FencePlan = { conf: {}, swaps: [], authorities: '' };

function ownersWord({ job, order, shell }: Ordered, visiting: Visiting): OwnersWord {
  const { oldSideClosed: statement, checks } = order;
  return new OwnersWord({
    address: job.old.address,
    ...(statement === undefined ? {} : { statement }),
    closed: () => refusesPages(visiting, checks?.pages ?? []),
    look: () => lookAtOld(job, shell),
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
