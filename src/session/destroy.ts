import { observe } from '../cluster/observe.js';
import { type Destroyed, destroyApp } from '../cluster/runtime/destroy.js';
import { appsWithVolumes, type Holdings, holdingsOf } from '../cluster/runtime/holdings.js';
import { resolveTarget, type Target } from '../cluster/runtime/target.js';
import { backupVolume, moveVolume } from '../desired/names.js';
import { Fault } from '../fault.js';
import type { ObservedService } from '../plan/observed.js';
import type { Connection } from '../server/connection.js';
import { forgetBackups } from './backups/forget.js';
import { removeJournal } from './backups/restore/journal.js';
import { changeSite } from './change.js';
import { forgetDeployKeys } from './deploy-jobs.js';
import { forgetMove, refuseMoving } from './migrate/forget.js';
import { removeImport } from './migrate/import/record.js';
import type { Changing } from './restart.js';
import { unroute } from './routes.js';
import type { Site } from './site.js';

export interface PlannedDestruction {
  target: Target;
  services: ObservedService[];
  /** Names of its data volumes on all servers that answer. */
  volumes: string[];
  /** Whether it is or was backed up: its sets outlive it. */
  hasBackups: boolean;
  /** Servers that do not answer, with the reason. */
  silent: { server: string; reason: string }[];
}

/**
 * What there is of an app. One that has only volumes left is found too.
 *
 * @throws Fault INV090, exit 64, for a name neither the inventory nor a server knows; MIG266 while
 *   it is being moved
 */
export async function planDestroy(site: Site, name: string): Promise<PlannedDestruction> {
  const { docker, server } = await site.manager();
  const owner = site.inventory.site.name;
  const observed = await observe(docker);
  if (observed.swarm === 'inactive') throw new Fault('CLU063', { server });
  const { connections, silent } = await reach(site);
  const left = await Promise.all(connections.map((each) => appsWithVolumes(each, owner)));
  const objects = [...observed.services, ...observed.networks, ...observed.secrets];
  const owners = objects.filter((each) => each.site === owner).map(({ app }) => app);
  const target = resolveTarget(site.inventory, [...owners, ...left.flat()], name);
  refuseMoving(observed, target.id);
  const holdings = await Promise.all(connections.map((each) => holdingsOf(each, owner, target.id)));
  const volumes = holdings.flatMap((each) => each.volumes);
  const job = backupVolume(target.engineName);
  const own = [job, moveVolume(target.engineName)];
  return {
    target,
    services: observed.services.filter((each) => each.site === owner && each.app === target.id),
    volumes: volumes.filter((name) => !own.includes(name)),
    hasBackups: volumes.includes(job),
    silent,
  };
}

/**
 * Takes an app away: first out of the proxies, so that nobody is sent to it, then the rest.
 *
 * @returns what went, and proxies that still have its routes
 */
export async function destroy(
  site: Site,
  { target }: PlannedDestruction,
  volumes: boolean,
  changing: Changing,
): Promise<Destroyed & { untold: { server: string; reason: string }[] }> {
  const change = {
    action: 'destroy',
    app: target.id,
    detail: { volumes },
    onTakeOver: changing.onTakeOver,
  };
  return changeSite(site, change, async ({ docker }) => {
    // Again, under the lock: it may have taken a while to type the name.
    const observed = await observe(docker);
    refuseMoving(observed, target.id);
    const untold = await unroute(site, observed, target.id, changing);
    const owner = site.inventory.site.name;
    const { connections } = await reach(site);
    for (const each of connections) await forgetDeployKeys(each, target.engineName);
    await forgetBackups(site, target, observed, connections, changing);
    await forgetMove(connections, target);
    const holdings: Holdings[] = [];
    for (const each of connections) holdings.push(await holdingsOf(each, owner, target.id));
    const doomed = { site: owner, app: target.id, observed, manager: docker, holdings, volumes };
    const done = await destroyApp(doomed, changing);
    // A restore into it that was cut off has nothing to go on with any more.
    await removeJournal(docker, target.engineName);
    await removeImport(docker, target.engineName);
    return { ...done, untold };
  });
}

/** Servers whose engine answers, and the others with the reason. */
async function reach(
  site: Site,
): Promise<{ connections: Connection[]; silent: PlannedDestruction['silent'] }> {
  const opened = await site.connections.openAll();
  const connections: Connection[] = [];
  const silent: PlannedDestruction['silent'] = [];
  for (const { server, connection, error } of opened) {
    const problem =
      error ??
      (await connection?.docker.ping().then(
        () => undefined,
        (e) => e,
      ));
    if (problem === undefined && connection !== undefined) connections.push(connection);
    else if (problem instanceof Fault) silent.push({ server, reason: problem.code });
    else throw problem;
  }
  return { connections, silent };
}
