import { randomBytes } from 'node:crypto';
import { link, mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { exitCodes, Fault } from '../fault.js';
import { ioFault } from './replace.js';

/** Milliseconds: writers hold the lock for one read and one write. */
const patience = 10_000;

/**
 * Runs an act while no other process changes the secrets below `root`. A lock whose
 * process on this machine is gone is taken over.
 * @throws Fault SEC014 when another one keeps it longer than ten seconds.
 */
export async function withLock<T>(root: string, act: () => Promise<T>): Promise<T> {
  const directory = join(root, 'secrets');
  const file = join(directory, '.lock');
  try {
    await mkdir(directory, { recursive: true });
    await acquire(file);
    await sweep(directory);
  } catch (cause) {
    throw cause instanceof Fault ? cause : ioFault(file, cause);
  }
  try {
    return await act();
  } finally {
    await rm(file, { force: true });
  }
}

async function acquire(file: string): Promise<void> {
  const mine = `${process.pid} ${hostname()} ${randomBytes(6).toString('hex')}\n`;
  const deadline = Date.now() + patience;
  while (!(await create(file, mine))) {
    const holder = await readFile(file, 'utf8').catch(() => '');
    if (isDead(holder)) await takeAway(file, holder);
    else if (Date.now() > deadline) {
      const [pid = '?', host = '?'] = holder.split(' ');
      throw new Fault('SEC014', { file, pid, host }, { exit: exitCodes.locked });
    } else await pause(20 + Math.random() * 30);
  }
}

/** Creates the lock with its content in one step, so that nobody reads an empty one. */
async function create(file: string, content: string): Promise<boolean> {
  const draft = `${file}.${randomBytes(6).toString('hex')}`;
  await writeFile(draft, content, { flag: 'wx', mode: 0o600 });
  try {
    await link(draft, file);
    return true;
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw cause;
  } finally {
    await rm(draft, { force: true });
  }
}

/** Removes what killed processes left while they created or took away the lock. */
async function sweep(directory: string): Promise<void> {
  for (const name of await readdir(directory)) {
    if (!name.startsWith('.lock.')) continue;
    const left = join(directory, name);
    if (isDead(await readFile(left, 'utf8').catch(() => ''))) await rm(left, { force: true });
  }
}

function isDead(holder: string): boolean {
  const [pid, host] = holder.split(' ');
  if (host !== hostname() || !/^\d+$/.test(pid ?? '')) return false;
  try {
    process.kill(Number(pid), 0);
    return false;
  } catch (cause) {
    return (cause as NodeJS.ErrnoException).code === 'ESRCH';
  }
}

/** Moves a dead lock aside; when a live one was caught instead, it is put back. */
async function takeAway(file: string, holder: string): Promise<void> {
  const aside = `${file}.${randomBytes(6).toString('hex')}`;
  try {
    await rename(file, aside);
    if ((await readFile(aside, 'utf8')) !== holder) await link(aside, file);
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    if (code !== 'ENOENT' && code !== 'EEXIST') throw cause;
  } finally {
    await rm(aside, { force: true });
  }
}
