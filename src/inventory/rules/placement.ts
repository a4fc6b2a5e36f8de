/** Every app is on a server that exists and runs apps. */
import type { Draft, Report } from '../draft.js';
import { suggest } from '../suggest.js';

export function checkPlacement({ site, apps }: Draft, report: Report): void {
  if (site === undefined || site.serverNames.length === 0) return;
  const names = site.serverNames.filter((name) => !site.vaultNames.includes(name));
  const needsServer = names.length > 1 && site.data.defaults?.server === undefined;
  for (const { source, path, data } of apps) {
    const { server } = data;
    if (server !== undefined && site.vaultNames.includes(server)) {
      report(source, { code: 'INV120', args: { server }, path: [...path, 'server'] });
    } else if (server !== undefined && !names.includes(server)) {
      const suggestion = suggest(server, names);
      report(source, { code: 'INV054', args: { server }, path: [...path, 'server'], suggestion });
    } else if (server === undefined && needsServer && !source.has([...path, 'server'])) {
      const args = { key: 'server', servers: names.join(', ') };
      report(source, { code: 'INV059', args, path, on: 'key' });
    }
  }
}
