import type { AppId } from '../inventory/model.js';
import type { Connection } from '../server/connection.js';
import { auditedOn } from './audited.js';
import { type LockHopes, withSiteLock } from './locked.js';
import type { Site } from './site.js';

export interface Change extends Omit<LockHopes, 'operator'> {
  /** Command, as in the audit log and for whoever finds the site locked. */
  action: string;
  app: AppId;
  /** What will be done; never a secret. */
  detail?: Record<string, unknown>;
}

/** Does a change to one app while holding the site's lock, noted in the audit log. */
export async function changeSite<T>(
  site: Site,
  { action, app, detail = {}, ...hopes }: Change,
  work: (manager: Connection) => Promise<T>,
): Promise<T> {
  const manager = await site.manager();
  const { operator } = site;
  const asking = { ...hopes, ...(operator === undefined ? {} : { operator }) };
  return withSiteLock(site, manager, `${action} ${app}`, asking, () =>
    auditedOn(site, action, { ...detail, app }, () => work(manager)),
  );
}
