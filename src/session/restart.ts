import type { LockHolder } from '../cluster/lock.js';
import { restartService } from '../cluster/runtime/restart.js';
import type { Acting } from '../cluster/runtime/step.js';
import { type Part, partService } from '../cluster/runtime/target.js';
import { Fault } from '../fault.js';
import type { ObservedService } from '../plan/observed.js';
import { changeSite } from './change.js';
import type { Site } from './site.js';
import { type Found, findTarget } from './target.js';

export interface Changing extends Acting {
  onTakeOver: (lock: LockHolder) => void;
}

export interface PlannedRestart extends Found {
  services: ObservedService[];
}

/**
 * The services a restart is about.
 *
 * @param named parts asked for; web and cron, where there is one, when absent
 */
export async function planRestart(
  site: Site,
  name: string,
  named: string[] = [],
): Promise<PlannedRestart> {
  const found = await findTarget(site, name);
  const { observed, target } = found;
  const asked = (named as Part[]).map((part) => partService(observed, target, part));
  if (asked.length > 0) return { ...found, services: asked };
  const cron = observed.services.filter(
    ({ app, spec }) => app === target.id && spec.role === 'cron',
  );
  return { ...found, services: [partService(observed, target, 'web'), ...cron] };
}

/** Restarts one service after the other; stops at the first that fails. */
export async function restart(
  site: Site,
  { services, target }: PlannedRestart,
  changing: Changing,
): Promise<void> {
  const [first] = services;
  if (first === undefined) throw new Fault('CLU070', { app: target.id });
  const change = {
    action: 'restart',
    app: target.id,
    detail: { services: services.map(({ name }) => name) },
    onTakeOver: changing.onTakeOver,
  };
  await changeSite(site, change, async ({ docker }) => {
    for (const service of services) await restartService(docker, service, changing);
  });
}
