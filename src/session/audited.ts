import { audited } from '../audit/audited.js';
import { AuditLog } from '../audit/log.js';
import { operatorOf } from '../audit/record.js';
import type { AppId } from '../inventory/model.js';
import type { Connection } from '../server/connection.js';
import { packageVersion } from './package-root.js';

/**
 * Does work between its `start` and its `ok` or `failed` in the manager's audit log.
 *
 * @param detail what will be done; never a secret
 */
export function auditedOn<T>(
  manager: Connection,
  action: string,
  detail: Record<string, unknown> & { app?: AppId },
  work: () => Promise<T>,
): Promise<T> {
  const { app, ...rest } = detail;
  return audited(
    new AuditLog(manager),
    {
      operator: operatorOf(),
      action,
      ...(app === undefined ? {} : { app }),
      detail: rest,
      version: packageVersion(),
    },
    work,
  );
}
