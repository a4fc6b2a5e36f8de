/** The same pages asked of both sides, the old host twice, with the copy in between. */
import { Fault } from '../../fault.js';
import { trafficOf } from '../inspect/access-log.js';
import { visits } from '../inspect/folder-script.js';
import { type OldHost, runScript } from '../mover/old-host.js';
import { askContainer, askOldPage, type Heard, type Visiting } from '../mover/visit.js';
import { comparePage, type Seen } from './compare.js';
import type { Copied } from './copy.js';
import type { AskedPage, PageResult } from './model.js';
import { isReadable, printable, wordsOfPage } from './text.js';

/**
 * Pages of the old access log, most frequent first. A log that cannot be read has none.
 * @throws Fault MIG100
 */
export async function topPages(host: OldHost, accessLog: string | undefined) {
  if (accessLog === undefined) return [];
  const script = `within() { seconds=$1; shift; timeout -k 1 "$seconds" "$@"; }\n${visits}`;
  const options = { sudo: host.sudo };
  const body = await runScript(host, script, [accessLog], options).catch((error: unknown) => {
    if (error instanceof Fault && error.code === 'MIG102') return '';
    throw error;
  });
  return trafficOf(body)?.top ?? [];
}

export interface Asking {
  visiting: Visiting;
  pages: AskedPage[];
  /** Names of the app: where a page sends visitors to is compared without them. */
  names: readonly string[];
  signal: AbortSignal;
  say: (message: string) => void;
}

/**
 * @param copy makes the copy once the old host was asked
 * @throws Fault MIG100; of `copy`
 */
export async function askBoth(
  asking: Asking,
  copy: () => Promise<Copied>,
): Promise<{ results: PageResult[]; copied: Copied }> {
  const { visiting, pages, say } = asking;
  say(`the old host is asked for ${pages.length} pages`);
  const before = await askOld(asking);
  const copied = await copy();
  say('both are asked');
  const own = await askAll(asking, (path) => askContainer(visiting, copied, path));
  const after = await askOld(asking);
  const results = pages.map((page, at) =>
    comparePage(page, {
      before: before[at] as Seen,
      copy: own[at] as Seen,
      after: after[at] as Seen,
    }),
  );
  return { results, copied };
}

async function askOld(asking: Asking): Promise<Seen[]> {
  const { visiting } = asking;
  // A link that had nothing to do for a while is closed: the pages need one that is up.
  await visiting.host.exec(['true']);
  return askAll(asking, (path) => askOldPage(visiting, path));
}

async function askAll(
  { pages, names, signal }: Asking,
  ask: (path: string) => Promise<Heard>,
): Promise<Seen[]> {
  const seen: Seen[] = [];
  for (const { path } of pages) {
    signal.throwIfAborted();
    seen.push(await seenOf(ask(path), names));
  }
  return seen;
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
