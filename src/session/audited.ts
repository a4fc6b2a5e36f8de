import { audited } from '../audit/audited.js';
import { AuditLog } from '../audit/log.js';
import { operatorOf } from '../audit/record.js';
import { SwarmAnchor } from '../audit/swarm-anchor.js';
import { labels } from '../desired/names.js';
import type { AppId } from '../inventory/model.js';
import { packageVersion } from './package-root.js';
import type { Site } from './site.js';

/**
 * Does work between its `start` and its `ok` or `failed` in the manager's audit log.
 *
 * @param detail what will be done; never a secret
 */
export async function auditedOn<T>(
  site: Site,
  action: string,
  detail: Record<string, unknown> & { app?: AppId },
  work: () => Promise<T>,
): Promise<T> {
  const { app, ...rest } = detail;
  const manager = await site.manager();
  const anchor = new SwarmAnchor(manager.docker, { [labels.site]: site.inventory.site.name });
  return audited(
    new AuditLog(manager, { anchor }),
    {
      operator: site.operator ?? operatorOf(),
      action,
      ...(app === undefined ? {} : { app }),
      detail: rest,
      version: packageVersion(),
    },
    work,
  );
}
