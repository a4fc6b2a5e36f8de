/** The site's servers among themselves, and the proxy's ports. */
import type { Draft, Report, SiteDraft } from '../draft.js';
import type { ServerInput } from '../schema.js';
import { suggest } from '../suggest.js';

export function checkServers({ site }: Draft, report: Report): void {
  if (site === undefined) return;
  const servers = Object.entries(site.data.servers ?? {});
  if (servers.length === 0 && site.serverNames.length === 0 && site.data.servers !== undefined) {
    report(site.source, { code: 'INV058', args: {}, path: ['servers'], on: 'key' });
  }
  checkAddresses(site, servers, report);
  checkJumps(site, servers, report);
  checkRoles(site, servers, report);
  checkDefault(site, report);
  checkPorts(site, report);
}

type Servers = [string, ServerInput][];

function checkAddresses({ source }: SiteDraft, servers: Servers, report: Report): void {
  const seen = new Map<string, string>();
  for (const [name, { address, port = 22, via = '' }] of servers) {
    const key = `${via} ${address.toLowerCase()} ${address === 'local' ? '' : port}`;
    const other = seen.get(key);
    if (other !== undefined) {
      const path = ['servers', name, 'address'];
      report(source, { code: 'INV053', args: { server: name, other, address }, path });
    } else seen.set(key, name);
  }
}

function checkJumps({ source, serverNames }: SiteDraft, servers: Servers, report: Report): void {
  const via = new Map(servers.map(([name, server]) => [name, server.via]));
  for (const [name, server] of servers) {
    if (server.via === undefined) continue;
    const path = ['servers', name, 'via'];
    if (!serverNames.includes(server.via)) {
      const args = { server: server.via };
      report(source, { code: 'INV055', args, path, suggestion: suggest(server.via, serverNames) });
    } else if (isCyclic(name, via)) {
      report(source, { code: 'INV056', args: { server: name, via: server.via }, path });
    }
  }
}

function isCyclic(start: string, via: Map<string, string | undefined>): boolean {
  const seen = new Set<string>();
  for (let at = via.get(start); at !== undefined && !seen.has(at); at = via.get(at)) {
    if (at === start) return true;
    seen.add(at);
  }
  return false;
}

/** Only when every role is written out can there be no manager. */
function checkRoles(site: SiteDraft, servers: Servers, report: Report): void {
  const { source, serverNames, vaultNames } = site;
  if (vaultNames.length > 0 && vaultNames.length === serverNames.length) {
    report(source, { code: 'INV123', args: {}, path: ['servers'], on: 'key' });
    return;
  }
  const isComplete = servers.length > 0 && servers.length === serverNames.length;
  const members = servers.flatMap(([, { role }]) => (role === 'vault' ? [] : [role]));
  const candidates = members.slice(0, members.length >= 3 ? 3 : 1);
  if (!isComplete || candidates.includes(undefined) || members.includes('manager')) return;
  report(source, { code: 'INV057', args: {}, path: ['servers'], on: 'key' });
}

function checkDefault({ source, data, serverNames, vaultNames }: SiteDraft, report: Report): void {
  const server = data.defaults?.server;
  if (server === undefined) return;
  if (vaultNames.includes(server)) {
    report(source, { code: 'INV120', args: { server }, path: ['defaults', 'server'] });
  }
  if (serverNames.includes(server)) return;
  const members = serverNames.filter((name) => !vaultNames.includes(name));
  const suggestion = suggest(server, members);
  report(source, { code: 'INV054', args: { server }, path: ['defaults', 'server'], suggestion });
}

function checkPorts({ source, data }: SiteDraft, report: Report): void {
  const { http = 80, https = 443 } = data.proxy ?? {};
  if (http !== https) return;
  const key = data.proxy?.https === undefined ? 'http' : 'https';
  report(source, { code: 'INV052', args: { port: http }, path: ['proxy', key] });
}
