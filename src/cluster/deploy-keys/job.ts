/** What a server must know of an app to deploy it by itself: all but its source. */

import type { Materials } from '../../desired/materials.js';
import type { App, Inventory, SwarmServer } from '../../inventory/model.js';

export interface DeployJob {
  formatVersion: 1;
  /** With this one app, and the server that has the job as this very machine. */
  inventory: Inventory;
  /** Digests of recipes and secrets as they were applied; that of the source comes with it. */
  materials: Materials;
}

/** How a manager gets to the server of an app that is not its own. */
export interface Way {
  address: string;
  port: number;
  user: string;
  /** `SHA256:…` */
  hostKey: string;
  /** File of the private key, as the job's program sees it. */
  key: string;
}

/**
 * The inventory as one server needs it to do its part of an app's deployment.
 *
 * @param place the server's name, and the way to the app's own where that is another one
 */
export function jobOf(
  inventory: Inventory,
  materials: Materials,
  app: App,
  { server, way }: { server: string; way?: Way },
): DeployJob {
  const servers = inventory.servers.map((each): SwarmServer => {
    if (each.name === server) return { ...each, address: 'local', role: 'manager' };
    const { via: _, ...direct } = each;
    const there = each.name === app.server ? way : undefined;
    return { ...direct, ...there, role: 'worker' };
  });
  return {
    formatVersion: 1,
    inventory: { ...inventory, servers, apps: [{ ...app, source: 'source' }] },
    materials: {
      recipes: materials.recipes,
      sources: {},
      secrets: { [app.id]: materials.secrets[app.id] ?? {} },
    },
  };
}
