/** A draft without mistakes → the inventory with every default filled in. */
import { normaliseDomain } from './domain.js';
import type { Draft, SiteDraft } from './draft.js';
import type { Agency, Inventory, Server, Site } from './model.js';
import { resolveApp } from './resolve-app.js';
import type { ServerInput, SiteInput } from './schema.js';
import { parseBytes } from './units.js';

/** Expects a draft in which nothing was reported. */
export function resolveInventory(draft: Draft & { site: SiteDraft }): Inventory {
  const input = draft.site.data as SiteInput;
  const site = resolveSite(input);
  const servers = resolveServers(input.servers);
  return {
    site,
    servers,
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
function resolveServers(input: Record<string, ServerInput>): Server[] {
  const entries = Object.entries(input);
  const managers = entries.length >= 3 ? 3 : 1;
  return entries.map(([name, { memory, disk, ...server }], i) => ({
    name,
    ...server,
    port: server.port ?? 22,
    user: server.user ?? 'induk',
    role: server.role ?? (i < managers ? 'manager' : 'worker'),
    ...(memory === undefined ? {} : { memory: bytesOf(memory, 0) }),
    ...(disk === undefined ? {} : { disk: bytesOf(disk, 0) }),
  }));
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
