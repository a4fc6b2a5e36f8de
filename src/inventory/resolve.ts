/** A draft without mistakes → the inventory with every default filled in. */
import { normaliseDomain } from './domain.js';
import type { Draft, SiteDraft } from './draft.js';
import type { Agency, Inventory, Server, Site, SwarmServer } from './model.js';
import { resolveApp } from './resolve-app.js';
import { resolveSiteBackup } from './resolve-backup.js';
import type { ServerInput, SiteInput } from './schema.js';
import { parseBytes } from './units.js';

/** Expects a draft in which nothing was reported. */
export function resolveInventory(draft: Draft & { site: SiteDraft }): Inventory {
  const input = draft.site.data as SiteInput;
  const site = resolveSite(input);
  const machines = Object.entries(input.servers);
  const servers = resolveServers(machines.filter(([, { role }]) => role !== 'vault'));
  return {
    site,
    servers,
    vaults: machines
      .filter(([, { role }]) => role === 'vault')
      .map((entry) => ({ ...resolveMachine(entry), role: 'vault' as const })),
    agencies: draft.agencies.map(resolveAgency),
    apps: draft.apps.map((app) => resolveApp(app, { input, site, servers })),
  };
}

function resolveSite(input: SiteInput): Site {
  return {
    name: input.site,
    title: input.title ?? input.site,
    domain: normaliseDomain(input.domain) ?? input.domain,
    timezone: input.timezone ?? 'Asia/Jakarta',
    team: input.team ?? [],
    proxy: resolveProxy(input.proxy ?? {}),
    ...(input.backup === undefined ? {} : { backup: resolveSiteBackup(input.backup) }),
    ...(input.defaults?.server === undefined ? {} : { defaultServer: input.defaults.server }),
  };
}

function resolveProxy(input: NonNullable<SiteInput['proxy']>): Site['proxy'] {
  return {
    tls: input.tls ?? 'internal',
    ...(input.email === undefined ? {} : { email: input.email }),
    http: input.http ?? 80,
    https: input.https ?? 443,
    maxBody: bytesOf(input.maxBody, 128 * 2 ** 20),
  };
}

/** Three managers survive the loss of one; two would lose the quorum with either. */
function resolveServers(entries: [string, ServerInput][]): SwarmServer[] {
  const managers = entries.length >= 3 ? 3 : 1;
  return entries.map((entry, i) => ({
    ...resolveMachine(entry),
    role:
      entry[1].role === 'manager' || (entry[1].role === undefined && i < managers)
        ? 'manager'
        : 'worker',
  }));
}

function resolveMachine([name, input]: [string, ServerInput]): Omit<Server, 'role'> {
  const { memory, disk, role: _, ...server } = input;
  return {
    name,
    ...server,
    port: server.port ?? 22,
    user: server.user ?? 'induk',
    ...(memory === undefined ? {} : { memory: bytesOf(memory, 0) }),
    ...(disk === undefined ? {} : { disk: bytesOf(disk, 0) }),
  };
}

function resolveAgency({ opd = '', name = '', type = 'dinas' }: Draft['agencies'][number]): Agency {
  return { opd, name, type };
}

/** @throws Error when `text` is no size: the schema has refused those before. */
export function bytesOf(text: string | undefined, otherwise: number): number {
  const bytes = text === undefined ? otherwise : parseBytes(text);
  if (bytes === undefined) throw new Error('a size got past the schema');
  return bytes;
}
