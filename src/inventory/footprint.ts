import type { App, Size } from './model.js';

/** What the proxy on each server may use. */
export const proxyFootprint: Size = { cpu: 1, memory: 256 * 2 ** 20, disk: 0 };

/** What all containers of an app may use: web copies and scheduler, then the database. */
export function footprintOf(app: App): Size[] {
  const containers = app.replicas + (app.cron.length > 0 ? 1 : 0);
  const { disk } = app.size;
  return [
    // Copies share their volumes.
    { cpu: app.size.cpu * containers, memory: app.size.memory * containers, disk },
    ...(app.database === undefined ? [] : [app.database.size]),
  ];
}
