import { footprintOf, proxyFootprint } from '../inventory/footprint.js';
import type { App, Inventory, Server, Size } from '../inventory/model.js';
import { digestOf } from './digest.js';

/**
 * The server on which an app's sets are restored in drills: another than its own, so that each
 * drill proves that the vault alone is enough. Among those with room for a second copy each app
 * has an order of its own, which spreads the drills, and which a server or an app more or less
 * changes for few. Its own where there is no other, and where the vault is a folder of that server.
 */
export function drillServer(inventory: Inventory, app: App): string {
  if (inventory.site.backup?.vault.kind === 'path') return app.server;
  const others = inventory.servers
    .filter((server) => server.name !== app.server && hasRoom(inventory, server, app))
    .map(({ name }) => ({ name, rank: digestOf([app.id, name]) }))
    .sort((a, b) => (a.rank < b.rank ? -1 : 1));
  return others[0]?.name ?? app.server;
}

/** A server that says nothing of its size is not judged by it. */
function hasRoom({ apps }: Inventory, server: Server, app: App): boolean {
  const used = apps.filter((each) => each.server === server.name).flatMap(footprintOf);
  return (['memory', 'disk'] as const).every((key) => {
    const has = server[key];
    return has === undefined || has >= sum([proxyFootprint, ...used, ...trialOf(app)], key);
  });
}

/** A drill runs one web container and the database. */
const trialOf = (app: App): Size[] => footprintOf({ ...app, replicas: 1, cron: [] });

const sum = (sizes: readonly Size[], key: 'memory' | 'disk'): number =>
  sizes.reduce((total, size) => total + size[key], 0);
