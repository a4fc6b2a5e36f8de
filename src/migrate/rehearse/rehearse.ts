/**
 * A rehearsal: a throw-away copy of an app that follows its old host is started where nothing leads
 * out, and asked for the pages that people ask the old host for. Neither live side is written to.
 */
import { hostname } from 'node:os';
import { join } from 'node:path';
import { Trial } from '../../backup/trial/trial.js';
import { replaceFile } from '../../backup/worker/atomic.js';
import { labels, rehearsalTrial } from '../../desired/names.js';
import { Fault } from '../../fault.js';
import { connectLocal } from '../../server/local.js';
import { readOrder, readStanding } from '../mover/folder.js';
import { pinOldHost } from '../mover/identity.js';
import { readMoverJob } from '../mover/job.js';
import { OldHost } from '../mover/old-host.js';
import { type Asking, askBoth, topPages } from './ask.js';
import { type Copying, copyApp, tenths } from './copy.js';
import { freezeOf } from './freeze.js';
import { measureFreeze } from './measure.js';
import { isDifferent, type Rehearsal, type RehearsalJob, rehearsalName } from './model.js';
import { pagesToAsk } from './pages.js';

export interface RehearsalContext {
  places: { job: string; volumes: string };
  signal: AbortSignal;
  say: (message: string) => void;
}

/**
 * Rehearses, and leaves the record beside the journal.
 * @throws Fault MIG280 before anything was brought over; MIG282, MIG283; BAK100, BAK101 of the copy
 */
export async function rehearse(
  wanted: RehearsalJob,
  context: RehearsalContext,
): Promise<Rehearsal> {
  const begin = performance.now();
  const { places, say, signal } = context;
  const folder = places.job;
  const [job, { method, held }, { states, data }] = await Promise.all([
    readMoverJob(folder),
    readOrder(folder),
    readStanding(folder),
  ]);
  if (states.follow !== 'done') throw new Fault('MIG280', { app: job.app });
  await pinOldHost(folder, job.old);
  const host = new OldHost(folder, job.old, job.sudo);
  const measured = await measureFreeze({ ...context, job, host, method, seed: data.seed });
  const top = await topPages(host, wanted.accessLog);
  const { pages, left } = pagesToAsk(wanted.pages, top, wanted.most);
  const { names, secrets } = wanted;
  const asking = { visiting: { host, folder, held }, pages, names, signal, say };
  const { results, copied } = await inTrial(
    { job, secrets, places, bytes: bytesOf(data.seed), say },
    asking,
  );
  const sorted = [...results.filter(isDifferent), ...results.filter((one) => !isDifferent(one))];
  const rehearsal: Rehearsal = {
    ...{ formatVersion: 1, app: job.app, method, at: copied.at.toISOString() },
    ...{ pages: sorted, different: results.filter(isDifferent).length, left },
    freeze: freezeOf(method, measured, data.seed),
    seconds: { ...copied.seconds, total: tenths(performance.now() - begin) },
  };
  signal.throwIfAborted();
  say(`${pages.length} pages compared`);
  await replaceFile(join(folder, rehearsalName), JSON.stringify(rehearsal), 0o600);
  return rehearsal;
}

const bytesOf = (seed: unknown): number =>
  (seed as { database?: { bytes?: number } } | undefined)?.database?.bytes ?? 0;

/** Nothing is left of the copy when it resolves or throws. */
async function inTrial(copying: Omit<Copying, 'docker' | 'trial' | 'image'>, asking: Asking) {
  const { job, say } = copying;
  const { docker } = await connectLocal(hostname());
  const { Config, Image: image } = await docker.getContainer(hostname()).inspect();
  const trial = await Trial.open(docker, {
    name: rehearsalTrial(job.engineName),
    labels: {
      [labels.site]: Config.Labels[labels.site] ?? '',
      [labels.app]: job.app,
      [labels.role]: 'rehearsal',
    },
    signal: asking.signal,
  });
  try {
    return await askBoth(asking, async () => {
      const copied = await copyApp({ ...copying, docker, trial, image });
      // Only from inside its network can the copy be asked.
      await trial.admit(hostname());
      return copied;
    });
  } finally {
    say('the copy is taken away');
    await trial.close();
  }
}
