import { hostname } from 'node:os';
import { operatorOf } from '../audit/record.js';
import { type Lock, takeLock } from '../cluster/lock.js';
import { pause } from '../cluster/wait.js';
import { Fault } from '../fault.js';
import type { Connection } from '../server/connection.js';
import type { Site } from './site.js';

/** Whom to tell about the lock, and how long to wait for it. */
export interface LockHopes {
  /** Told whose lock was stale and taken over. */
  onTakeOver: (lock: NonNullable<Lock['tookOver']>) => void;
  /** Who asks; default: the person who runs this process. */
  operator?: string;
  /** Absent: a lock that is held is an answer. */
  patience?: LockPatience;
}

export interface LockPatience {
  /** Seconds to wait for the lock. */
  seconds: number;
  /** Told once who is waited for: arguments of CLU030. */
  onWait: (holder: Fault['args']) => void;
  signal: AbortSignal;
}

/** Milliseconds between two tries: whoever waits is in a queue of minutes. */
const retry = 2_000;

/**
 * Does work while holding the site's lock, which is released however the work ends.
 *
 * @param reason command shown to whoever finds the site locked
 * @throws Fault CLU030 (exit 75) when somebody else holds it for longer than one would wait
 */
export async function withSiteLock<T>(
  site: Site,
  manager: Connection,
  reason: string,
  { onTakeOver, operator = operatorOf(), patience }: LockHopes,
  work: () => Promise<T>,
): Promise<T> {
  const who = { holder: operator, reason, host: hostname(), pid: process.pid };
  const lock = await patiently(patience, () =>
    takeLock(manager.docker, site.inventory.site.name, {
      ...who,
      now: () => new Date(),
      isAlive,
    }),
  );
  if (lock.tookOver !== undefined) onTakeOver(lock.tookOver);
  let result: T;
  try {
    result = await work();
  } catch (error) {
    // Why the work ended says more than why its lock stays.
    await lock.release().catch(() => {});
    throw error;
  }
  await lock.release().catch((error: Error) => {
    const reason = error instanceof Fault ? error.code : error.message.trim();
    throw new Fault('CLU034', { server: manager.server, reason }, { cause: error });
  });
  return result;
}

/** Tries again while somebody else holds the lock and there is time left. */
async function patiently<T>(patience: LockPatience | undefined, take: () => Promise<T>) {
  const deadline = performance.now() + (patience?.seconds ?? 0) * 1000;
  for (let told = false; ; told = true) {
    try {
      return await take();
    } catch (error) {
      const isHeld = error instanceof Fault && error.code === 'CLU030';
      if (!isHeld || patience === undefined || performance.now() >= deadline) throw error;
      if (!told) patience.onWait(error.args);
      await pause(retry, patience.signal);
    }
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
