import type { Diagnostic } from '../inventory/diagnostic.js';
import { footprintOf, proxyFootprint } from '../inventory/footprint.js';
import type { App, Inventory, Server, Size } from '../inventory/model.js';
import type { Origins } from '../inventory/origins.js';
import { formatBytes } from '../inventory/units.js';

const resources = ['cpu', 'memory', 'disk'] as const;
type Resource = (typeof resources)[number];

const codes: Record<Resource, string> = { cpu: 'CAP001', memory: 'CAP002', disk: 'CAP003' };

/**
 * Whether the apps placed on each server fit what the inventory says it has; a server that
 * says nothing of a resource is not judged by it. Sizes are limits, which apps seldom reach
 * together, so these are warnings.
 *
 * @param origins where things are written, for the position of each finding
 * @returns warnings in the order of the servers: CAP001 cores, CAP002 memory, CAP003 disk,
 *   CAP004 no room for the second copy of the largest app while it is updated
 */
export function capacity(inventory: Inventory, origins?: Origins): Diagnostic[] {
  return inventory.servers.flatMap((server) => {
    const apps = inventory.apps.filter((app) => app.server === server.name);
    return serverWarnings(server, apps).map((warning) => {
      const at = origins?.get(`site.servers.${server.name}.${warning.args.key}`);
      return at === undefined ? warning : { ...warning, at };
    });
  });
}

function serverWarnings(server: Server, apps: App[]): Diagnostic[] {
  const sizes = [proxyFootprint, ...apps.flatMap(footprintOf)];
  const over = resources.flatMap((key) => {
    const has = server[key];
    const needs = total(sizes, key);
    if (has === undefined || needs <= has) return [];
    return [warning(codes[key], server, key, { needs: show(key, needs), has: show(key, has) })];
  });
  const hasMemory = !over.some(({ code }) => code === codes.memory);
  return hasMemory ? [...over, ...updateRoom(server, apps, total(sizes, 'memory'))] : over;
}

/** A new version runs beside the old one until it is healthy. */
function updateRoom(server: Server, apps: App[], used: number): Diagnostic[] {
  const [largest] = [...apps].sort((a, b) => b.size.memory - a.size.memory);
  if (server.memory === undefined || largest === undefined) return [];
  const free = server.memory - used;
  if (free >= largest.size.memory) return [];
  const needs = show('memory', largest.size.memory);
  return [
    warning('CAP004', server, 'memory', {
      app: largest.id,
      needs,
      free: show('memory', free),
    }),
  ];
}

function warning(
  code: string,
  { name }: Server,
  key: Resource,
  args: Diagnostic['args'],
): Diagnostic {
  return { code, severity: 'warning', args: { server: name, key, ...args } };
}

const total = (sizes: Size[], key: Resource): number =>
  sizes.reduce((sum, size) => sum + size[key], 0);

/** Cores to a tenth; bytes to a tenth of the largest unit that fits. */
function show(key: Resource, value: number): string {
  if (key === 'cpu') return String(Math.round(value * 10) / 10);
  const exponent = Math.min(4, Math.floor(Math.log2(Math.max(1, value)) / 10));
  const unit = 2 ** (10 * exponent);
  const rounded = Math.round((value / unit) * 10) / 10;
  return `${rounded}${formatBytes(unit).replace(/^1/, '')}`;
}
