/** Where the move of an app stands, as all that know of it say. */
import { observe } from '../../cluster/observe.js';
import { Fault } from '../../fault.js';
import type { MoveOrder } from '../../migrate/mover/order.js';
import { type Standing, standingOf } from '../../migrate/phases.js';
import type { MigrationPhase } from '../../plan/hold.js';
import type { ObservedService } from '../../plan/observed.js';
import type { LoadedInventory, SiteOptions } from '../inventory.js';
import type { Changing } from '../restart.js';
import { openSite, type Site } from '../site.js';
import { type LegacyApp, lacksJobs, legacyApp } from './apps.js';
import { refuseLost } from './gates.js';
import { readMoveJournal } from './journal.js';
import { type MoverSite, type PresentMover, presentMover } from './mover.js';
import type { OldHostOptions } from './old-host.js';

export interface Migrating extends Changing, OldHostOptions {
  onStep: (step: 'host' | 'folders', access: 'root' | 'sudo' | 'ordinary') => void;
}

export interface Place {
  site: Site;
  app: LegacyApp;
  mover: MoverSite;
  present?: PresentMover;
  object?: MigrationPhase;
  standing?: Standing;
  web?: ObservedService;
  /** Whether its jobs run nowhere on the new server. */
  lacksJobs: boolean;
}

/** Finds the place of an app's move, works on it, and closes every connection. */
export async function withPlace<T>(
  loaded: LoadedInventory,
  options: SiteOptions,
  name: string,
  work: (place: Place) => Promise<T>,
): Promise<T> {
  const site = openSite(loaded, options);
  try {
    return await work(await findPlace(site, legacyApp(loaded.inventory, name)));
  } finally {
    await site.close();
  }
}

async function findPlace(site: Site, app: LegacyApp): Promise<Place> {
  const [connection, { migrations = [], services }] = await Promise.all([
    site.connections.get(app.server),
    site.manager().then(({ docker }) => observe(docker)),
  ]);
  // Its object is an import's own, which none of what follows understands.
  if (migrations.some((one) => one.app === app.id && one.method === 'archive')) {
    throw new Fault('MIG324', { app: app.id });
  }
  const mover = { connection, site: site.inventory.site.name, app };
  const [present, journal] = await Promise.all([
    presentMover(mover),
    readMoveJournal(connection, app),
  ]);
  const object = migrations.find((one) => one.app === app.id)?.phase;
  const web = services.find(({ app: owner, spec }) => owner === app.id && spec.role === 'web');
  return {
    ...{ site, app, mover, lacksJobs: lacksJobs(app, services) },
    ...(present === undefined ? {} : { present }),
    ...(object === undefined ? {} : { object }),
    ...(journal === undefined ? {} : { standing: standingOf(journal) }),
    ...(web === undefined ? {} : { web }),
  };
}

/** @throws Fault MIG340 when what is known of the move is gone */
export function refuseLostPlace({ app, object, standing, present, web }: Place): void {
  refuseLost({
    ...{ app: app.id, server: app.server, object, standing },
    hasOrder: present?.order !== undefined,
    runs: web !== undefined,
  });
}

/** Whether the old side is its owner's to close and to open. */
export const isByOwner = ({ present }: Pick<Place, 'present'>): boolean =>
  present?.order?.byOwner === true;

/** @throws Fault MIG251 */
export function methodIn({ present, app }: Place): MoveOrder['method'] {
  if (present?.order === undefined) throw new Fault('MIG251', { app: app.id });
  return present.order.method;
}
