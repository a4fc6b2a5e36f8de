import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Fault } from '../../fault.js';
import type { AppId } from '../../inventory/model.js';
import type { RunRecord } from '../model.js';
import { parseRecord } from '../records.js';
import { replaceFile } from '../worker/atomic.js';
import type { WorkerContext } from '../worker/context.js';
import { tell } from '../worker/tell.js';
import { isDue, remember, rememberedOf } from './memory.js';
import type { Memory, WatchJob } from './model.js';
import { noticeOf } from './notice.js';
import { untold } from './untold.js';

/** What `watch` answers. */
export interface WatchResult {
  /** Apps people were told of now. */
  told: AppId[];
  /** Apps that are red and that nobody else told of. */
  red: AppId[];
}

/**
 * Looks at what runs and drills left on this server, and tells people of what did not happen.
 * @throws Fault BAK022 when nobody could be told; the next look tries again
 */
export async function watch(
  job: WatchJob,
  { places, now, words, say }: Pick<WorkerContext, 'places' | 'now' | 'words' | 'say'>,
): Promise<WatchResult> {
  const time = now();
  const file = join(places.job, 'memory.json');
  const memory = await readMemory(file);
  const records = await recordsIn(places.status);
  const found = job.apps.map((expected) => {
    const known = rememberedOf(expected.app, memory, time);
    const reasons = untold(expected, records, known.since, time);
    return { app: expected.app, known, reasons, isDue: isDue(known, reasons, time) };
  });
  const due = found.filter((each) => each.isDue).map(({ app, reasons }) => ({ app, reasons }));
  const failed = due.length === 0 ? [] : await tell(job.notify, noticeOf(job, due, words));
  for (const { code, args } of failed) say(`${code} ${words(code, args)}`);
  const isTold = failed.length < Object.keys(job.notify).length;
  const next = found.map(({ app, known, reasons, isDue }) => {
    return [app, remember(known, reasons, isDue && isTold, time)];
  });
  await replaceFile(file, `${JSON.stringify(Object.fromEntries(next))}\n`);
  const [alarm] = failed;
  if (alarm !== undefined && !isTold) throw new Fault(alarm.code, alarm.args);
  const red = found.filter(({ reasons }) => reasons.length > 0);
  return { told: due.map(({ app }) => app), red: red.map(({ app }) => app) };
}

/** A memory that cannot be read is none: people are told once more. */
async function readMemory(file: string): Promise<Memory> {
  try {
    return JSON.parse(await readFile(file, 'utf8')) as Memory;
  } catch {
    return {};
  }
}

async function recordsIn(folder: string): Promise<RunRecord[]> {
  const names = (await readdir(folder).catch(() => [])).filter((name) => name.endsWith('.json'));
  const texts = await Promise.all(
    names.map((name) => readFile(join(folder, name), 'utf8').catch(() => '')),
  );
  return texts.flatMap((text) => parseRecord(text) ?? []);
}
