import { mkdtemp, readdir, rm, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import { Fault } from '../fault.js';

const prefix = 'induk-edit-';
/** statfs(2) types of file systems that live in memory: tmpfs and ramfs. */
const inMemory = [0x01021994, 0x858458f6];

/**
 * Makes a folder only its owner can enter, in memory, so that plaintext never reaches a
 * disk. What killed runs left is removed first.
 * @param candidates parents to try; default: `$XDG_RUNTIME_DIR` and `/dev/shm`.
 * @throws Fault SEC019 when none of them is in memory (macOS, some containers).
 */
export async function privateFolder(
  candidates: readonly string[] = parents(process.env),
): Promise<string> {
  for (const parent of candidates) {
    const type = await statfs(parent).then(
      (found) => found.type,
      () => -1,
    );
    if (!inMemory.includes(type)) continue;
    await removeLeftovers(parent);
    // mkdtemp(3) makes it with mode 0700.
    return mkdtemp(join(parent, `${prefix}${process.pid}-`));
  }
  throw new Fault('SEC019', { tried: candidates.join(', ') });
}

function parents(env: NodeJS.ProcessEnv): string[] {
  return [env.XDG_RUNTIME_DIR, '/dev/shm'].filter((parent) => parent !== undefined);
}

async function removeLeftovers(parent: string): Promise<void> {
  for (const name of await readdir(parent).catch(() => [])) {
    const pid = /^induk-edit-(\d+)-/.exec(name)?.[1];
    if (pid === undefined || isAlive(Number(pid))) continue;
    // Other people's stay: removing them is not permitted.
    await rm(join(parent, name), { recursive: true, force: true }).catch(() => undefined);
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (cause) {
    return (cause as NodeJS.ErrnoException).code !== 'ESRCH';
  }
}
