import { hostname } from 'node:os';
import { operatorOf } from '../audit/record.js';
import { type Lock, takeLock } from '../cluster/lock.js';
import { Fault } from '../fault.js';
import type { Connection } from '../server/connection.js';
import type { Site } from './site.js';

/**
 * Does work while holding the site's lock, which is released however the work ends.
 *
 * @param reason command shown to whoever finds the site locked
 * @param onTakeOver told whose lock was stale and taken over
 * @throws Fault CLU030 (exit 75) when somebody else holds it
 */
export async function withSiteLock<T>(
  site: Site,
  manager: Connection,
  reason: string,
  onTakeOver: (lock: NonNullable<Lock['tookOver']>) => void,
  work: () => Promise<T>,
): Promise<T> {
  const lock = await takeLock(manager.docker, site.inventory.site.name, {
    holder: operatorOf(),
    reason,
    host: hostname(),
    pid: process.pid,
    now: () => new Date(),
    isAlive,
  });
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

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
