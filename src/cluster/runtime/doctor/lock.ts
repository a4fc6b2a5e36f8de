import type { LockHolder } from '../../lock.js';
import type { Finding } from '../model.js';
import { ok, trouble } from './finding.js';

/** Seconds without a sign of life after which the next run takes the lock over. */
const staleAfter = 60;

/** A lock that is held is fine as long as its holder lives. */
export function checkLock(site: string, held: LockHolder | undefined): Finding {
  if (held === undefined) return ok('lock', site);
  const { holder, reason, started, silent } = held;
  if (silent < staleAfter) return ok('lock', site, `${holder}: ${reason}`);
  return trouble('lock', site, 'warn', 'CLU095', { holder, reason, started, silent });
}
