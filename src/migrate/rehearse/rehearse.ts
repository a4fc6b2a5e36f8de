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
import { trafficOf } from '../inspect/access-log.js';
import { visits } from '../inspect/folder-script.js';
import { pinOldHost } from '../mover/identity.js';
import { readMoverJob } from '../mover/job.js';
import type { MoverJob } from '../mover/model.js';
import { OldHost, runScript } from '../mover/old-host.js';
import type { MoveOrder } from '../mover/order.js';
import { readOrder, readStanding } from '../mover/run.js';
import { askContainer, askOldPage, type Heard, type Visiting } from '../mover/visit.js';
import { comparePage, type Seen } from './compare.js';
import { type Copied, copyApp, tenths } from './copy.js';
import { freezeOf } from './freeze.js';
import { measureFreeze } from './measure.js';
import {
  type AskedPage,
  isDifferent,
  type PageResult,
  type Rehearsal,
  type RehearsalJob,
  rehearsalName,
} from './model.js';
import { pagesToAsk } from './pages.js';
import { isReadable, printable, wordsOfPage } from './text.js';

export interface RehearsalContext {
  places: { job: string; volumes: string };
  signal: AbortSignal;
  say: (message: string) => void;
}

/**
 * Rehearses, and leaves the record beside the journal.
 * @throws Fault MIG280 before anything was brought over; MIG282; BAK100, BAK101 of the copy
 */
export async function rehearse(
  wanted: RehearsalJob,
  context: RehearsalContext,
): Promise<Rehearsal> {
  const begin = performance.now();
  const { places, say, signal } = context;
  const [job, order, standing] = await Promise.all([
    readMoverJob(places.job),
    readOrder(places.job),
    readStanding(places.job),
  ]);
  if (standing.states.follow !== 'done') throw new Fault('MIG280', { app: job.app });
  await pinOldHost(places.job, job.old);
  const host = new OldHost(places.job, job.old, job.sudo);
  const { seed } = standing.data;
  const measured = await measureFreeze({ job, host, seed, ...context, method: order.method });
  const { pages, left } = pagesToAsk(wanted.pages, await topPages(host, wanted), wanted.most);
  const bytes = bytesOf(seed);
  const asking = { ...wanted, ...context, job, order, host, pages, bytes };
  const { results, copied } = await compared(asking);
  const sorted = [...results.filter(isDifferent), ...results.filter((one) => !isDifferent(one))];
  const rehearsal: Rehearsal = {
    formatVersion: 1,
    ...{ app: job.app, method: order.method, at: copied.at.toISOString() },
    ...{ pages: sorted, different: results.filter(isDifferent).length, left },
    freeze: freezeOf(order.method, measured, seed),
    seconds: { ...copied.seconds, total: tenths(performance.now() - begin) },
  };
  signal.throwIfAborted();
  say(`${pages.length} pages compared`);
  await replaceFile(join(places.job, rehearsalName), JSON.stringify(rehearsal), 0o600);
  return rehearsal;
}

const bytesOf = (seed: unknown): number =>
  (seed as { database?: { bytes?: number } } | undefined)?.database?.bytes ?? 0;

/** A log that cannot be read has no pages; the declared ones are still there. */
async function topPages(host: OldHost, { accessLog }: RehearsalJob) {
  if (accessLog === undefined) return [];
  const script = `within() { seconds=$1; shift; timeout -k 1 "$seconds" "$@"; }\n${visits}`;
  const options = { sudo: host.sudo };
  const body = await runScript(host, script, [accessLog], options).catch((error: unknown) => {
    if (error instanceof Fault && error.code === 'MIG102') return '';
    throw error;
  });
  return trafficOf(body)?.top ?? [];
}

interface Asking extends RehearsalContext, RehearsalJob {
  job: MoverJob;
  order: MoveOrder;
  host: OldHost;
  /** Bytes of the database's dump. */
  bytes: number;
}

/** @returns a result for each page, once nothing is left of the copy */
async function compared({
  pages,
  ...asking
}: Omit<Asking, 'pages'> & { pages: AskedPage[] }): Promise<{
  results: PageResult[];
  copied: Copied;
}> {
  const { job, order, host, names, places, say, signal, secrets, bytes } = asking;
  const { docker } = await connectLocal(hostname());
  const own = await docker.getContainer(hostname()).inspect();
  const site = own.Config.Labels[labels.site] ?? '';
  const marks = { [labels.site]: site, [labels.app]: job.app, [labels.role]: 'rehearsal' };
  const name = rehearsalTrial(job.engineName);
  const trial = await Trial.open(docker, { name, labels: marks, signal });
  const visiting: Visiting = { host, folder: places.job, held: order.held };
  const askAll = async (ask: (path: string) => Promise<Heard>): Promise<Seen[]> => {
    const seen: Seen[] = [];
    for (const { path } of pages) {
      signal.throwIfAborted();
      seen.push(await seenOf(ask(path), names));
    }
    return seen;
  };
  const askOld = async (): Promise<Seen[]> => {
    // A link that had nothing to do for a while is closed: the pages need one that is up.
    await host.exec(['true']);
    return askAll((path) => askOldPage(visiting, path));
  };
  try {
    say(`the old host is asked for ${pages.length} pages`);
    const before = await askOld();
    const copying = { docker, trial, job, secrets, image: own.Image, places, bytes, say };
    const copied = await copyApp(copying);
    await trial.admit(hostname());
    say('both are asked');
    const copy = await askAll((path) => askContainer(visiting, copied, path));
    const after = await askOld();
    const results = pages.map((page, at) =>
      comparePage(page, {
        before: before[at] as Seen,
        copy: copy[at] as Seen,
        after: after[at] as Seen,
      }),
    );
    return { results, copied };
  } finally {
    say('the copy is taken away');
    await trial.close();
  }
}

async function seenOf(asked: Promise<Heard>, names: readonly string[]): Promise<Seen> {
  try {
    const { status, title, location, type, body, digest } = await asked;
    const words = isReadable(type) ? wordsOfPage(body, type) : [digest];
    const to = location === undefined ? {} : { location: printable(placeOf(location, names)) };
    return { look: { status, title: printable(title), ...to }, words };
  } catch (error) {
    if (!(error instanceof Fault) || error.code !== 'MIG269') throw error;
    return { reason: `${error.args.reason}` };
  }
}

/** A page of the app's own, whichever scheme and name it is called by. */
function placeOf(location: string, names: readonly string[]): string {
  const [, host = '', path = ''] = /^https?:\/\/([^/?#]+)(.*)$/.exec(location) ?? [];
  return names.includes(host.replace(/:\d+$/, '')) ? path || '/' : location;
}
