import { rollbackService } from '../cluster/runtime/rollback.js';
import { partService } from '../cluster/runtime/target.js';
import { type Version, versionsOf } from '../cluster/runtime/versions.js';
import { labels } from '../desired/names.js';
import type { ObservedService } from '../plan/observed.js';
import { changeSite } from './change.js';
import type { Changing } from './restart.js';
import type { Site } from './site.js';
import { type Found, findTarget } from './target.js';

export interface PlannedRollback extends Found {
  /** The web service and the cron service where there is one, which run one image. */
  services: ObservedService[];
  /** The present version. */
  version: string;
  versions: Version[];
}

/** What an app could go back to. */
export async function planRollback(site: Site, name: string): Promise<PlannedRollback> {
  const found = await findTarget(site, name);
  const { observed, target } = found;
  const web = partService(observed, target, 'web');
  const cron = observed.services.filter(
    ({ app, spec }) => app === target.id && spec.role === 'cron',
  );
  const connection = await site.connections.get(web.spec.server ?? '');
  return {
    ...found,
    services: [web, ...cron],
    version: web.spec.labels[labels.version] ?? '?',
    versions: await versionsOf(connection, web),
  };
}

/** Puts a version back: web first, so that one that fails changes nothing else. */
export async function rollback(
  site: Site,
  { services, version, target }: PlannedRollback,
  to: Version,
  changing: Changing,
): Promise<void> {
  const change = {
    action: 'rollback',
    app: target.id,
    detail: { from: version, to: to.version },
    onTakeOver: changing.onTakeOver,
  };
  await changeSite(site, change, async ({ docker }) => {
    for (const service of services) await rollbackService(docker, service, to, changing);
  });
}
