import { readStatus } from '../cluster/runtime/status.js';
import type { AppId } from '../inventory/model.js';
import type { LoadedInventory } from './inventory.js';
import { openSite } from './site.js';

/** Whether each app runs, as one word: `running`, `failing`, `not deployed` and so on. */
export async function readStates(
  loaded: LoadedInventory,
  options: { selected?: AppId[]; signal?: AbortSignal },
): Promise<Map<AppId, string>> {
  const site = openSite(loaded, { signal: options.signal });
  try {
    const status = await readStatus(await site.manager(), loaded.inventory, {
      selected: options.selected,
      connection: site.connections.get,
    });
    return new Map(status.apps.map((app) => [app.app, app.state]));
  } finally {
    await site.close();
  }
}
