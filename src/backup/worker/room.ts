import { readFile, rm } from 'node:fs/promises';
import { cpus } from 'node:os';
import { join } from 'node:path';
import type Docker from 'dockerode';
import { unlessGone } from '../../server/engine/answers.js';
import { replaceFile } from './atomic.js';
import { onEngine } from './engine.js';

/** A container that may use more than its share, and what it is to have again. */
interface Lent {
  container: string;
  /** Billionths of a processor. */
  nanoCpus: number;
}

const fileIn = (job: string): string => join(job, 'lent.json');

/**
 * Lets a container use all processors while something works in it besides what it is there for:
 * a dump runs inside of the database's container, and would use up its processor time, so that
 * the app waits for its pages a tenth of a second at a time. Who gets a processor that several
 * want stays as it is.
 *
 * @param job folder that outlives this process; what is lent is noted there first
 */
export async function withRoom<T>(
  job: string,
  container: string,
  work: () => Promise<T>,
): Promise<T> {
  await takeBack(job);
  const isLent = await onEngine((docker) => lend(docker, job, container));
  try {
    return await work();
  } finally {
    if (isLent) await takeBack(job);
  }
}

/** Takes back what a run that was killed has lent; a container that has gone has nothing. */
export async function takeBack(job: string): Promise<void> {
  const text = await readFile(fileIn(job), 'utf8').catch(() => undefined);
  if (text === undefined) return;
  const { container, nanoCpus } = JSON.parse(text) as Lent;
  await onEngine((docker) => limit(docker, container, nanoCpus)).catch(unlessGone);
  await rm(fileIn(job), { force: true });
}

async function lend(docker: Docker, job: string, container: string): Promise<boolean> {
  const { HostConfig } = await docker.getContainer(container).inspect();
  const all = cpus().length * 1e9;
  const nanoCpus = HostConfig.NanoCpus ?? 0;
  if (nanoCpus === 0 || nanoCpus >= all) return false;
  await replaceFile(fileIn(job), JSON.stringify({ container, nanoCpus } satisfies Lent), 0o600);
  await limit(docker, container, all);
  return true;
}

async function limit(docker: Docker, container: string, nanoCpus: number): Promise<void> {
  await docker.getContainer(container).update({ NanoCpus: nanoCpus });
}
