/** What lies on a side, as digests: to see whether anybody writes there. */
import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { DumpReport } from '../../backup/database/digest.js';
import { replaceFile } from '../../backup/worker/atomic.js';
import { Fault } from '../../fault.js';
import { newDatabase } from '../database/new-database.js';
import { oldDatabase } from '../database/old-database.js';
import { newDigests, oldDigests } from '../database/proof.js';
import { differences, type Seen } from '../host/owners-word.js';

import type { MoverJob } from './model.js';
import { type OldHost, runScript } from './old-host.js';
import { askPublicPage, type Checks, type Visiting } from './visit.js';

const run = promisify(execFile);

/**
 * Names, sizes, times and modes of a folder's entries as one digest; the time of the last change
 * (ctime) is none that a program can set.
 */
const listing = `cd -- "$1"
find . -printf '%P %y %s %T@ %C@ %m %U\\0' | LC_ALL=C sort -z | sha256sum | cut -d' ' -f1`;

function tablesIn({ tables, objects, after = '' }: DumpReport): Seen {
  const seen: Seen = { '(properties)': after };
  for (const [name, { rows, digest }] of Object.entries(tables)) seen[name] = `${rows} ${digest}`;
  for (const [kind, { digest }] of Object.entries(objects)) seen[`(${kind})`] = digest ?? '';
  return seen;
}

/** The old side, read as the app's own accounts. */
export async function lookAtOld(
  { folders, database }: Pick<MoverJob, 'folders' | 'database'>,
  host: OldHost,
): Promise<Seen> {
  const seen: Seen =
    database === undefined ? {} : tablesIn(await oldDigests(oldDatabase(host, database)));
  for (const { path } of folders)
    seen[path] = await runScript(host, listing, [path], { timeout: 0 });
  return seen;
}

async function lookAtNew(
  { folders, database }: Pick<MoverJob, 'folders' | 'database'>,
  volumes: string,
): Promise<Seen> {
  const seen: Seen =
    database === undefined ? {} : tablesIn(await newDigests(await newDatabase(database)));
  for (const { volume, path } of folders) {
    const argv = ['-ec', listing, 'sh', join(volumes, volume)];
    seen[path] = (await run('sh', argv)).stdout;
  }
  return seen;
}

/** Beside the job: how the new side was when it was opened. */
const record = 'opened.json';

export interface Places {
  job: string;
  volumes: string;
}

/** Remembers how the new side is; nobody writes there. */
export async function noteOpened(job: MoverJob, places: Places): Promise<void> {
  const seen = await lookAtNew(job, places.volumes);
  await replaceFile(join(places.job, record), JSON.stringify(seen), 0o600);
}

/**
 * Nothing was written on the new side since it was opened.
 * @throws Fault MIG293 with what was
 */
export async function unwrittenSince(job: MoverJob, places: Places): Promise<void> {
  const text = await readFile(join(places.job, record), 'utf8').catch(() => undefined);
  const before = text === undefined ? {} : (JSON.parse(text) as Seen);
  const changed = differences(before, await lookAtNew(job, places.volumes));
  const [first] = changed;
  if (first === undefined) return;
  const { address } = job.old;
  throw new Fault('MIG293', { address, count: changed.length, first });
}

/** Each page must be refused; no answer at all is one, too. @throws Fault MIG291 */
export async function refusesPages(visiting: Visiting, pages: Checks['pages']): Promise<void> {
  for (const page of pages.length === 0 ? ['/'] : pages) {
    const status = await askPublicPage(visiting, page).then(
      (answer) => answer.status,
      (error: unknown) => {
        if (error instanceof Fault && error.code === 'MIG269') return 503;
        throw error;
      },
    );
    if (status < 400) throw new Fault('MIG291', { address: visiting.host.server, page, status });
  }
}
