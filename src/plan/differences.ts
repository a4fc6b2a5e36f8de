import { canonicalJson } from '../desired/digest.js';
import type { ServiceSpec } from '../desired/model.js';
import { labels } from '../desired/names.js';
import type { Reason } from './model.js';

/**
 * Why a service must be updated: one reason a facet, none when both are equal.
 * Environment values are never shown, since people do put secrets there.
 */
export function differences(from: ServiceSpec, to: ServiceSpec): Reason[] {
  return facets.flatMap(({ facet, of, show }) => {
    const [before, after] = [of(from), of(to)];
    if (isSame(before, after)) return [];
    return [{ facet, ...(show === undefined ? {} : show(before as never, after as never)) }];
  });
}

/** Compares without writing anything out: nearly always both are the same. */
function isSame(a: unknown, b: unknown): boolean {
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return a === b;
  const [keys, others] = [Object.keys(a), Object.keys(b)];
  return (
    keys.length === others.length &&
    Array.isArray(a) === Array.isArray(b) &&
    keys.every((key) => Object.hasOwn(b, key) && isSame(a[key as never], b[key as never]))
  );
}

interface Facet {
  facet: string;
  of: (spec: ServiceSpec) => unknown;
  show?: (before: never, after: never) => { from?: string; to?: string };
}

const facets: Facet[] = [
  { facet: 'image', of: (spec) => spec.image, show: versions },
  { facet: 'command', of: (spec) => [spec.command, spec.args, spec.user ?? null] },
  { facet: 'env', of: (spec) => spec.env, show: keys },
  { facet: 'secrets', of: (spec) => spec.secrets, show: targets },
  { facet: 'mounts', of: (spec) => spec.mounts, show: targets },
  { facet: 'networks', of: (spec) => [spec.networks, spec.hosts ?? null] },
  { facet: 'server', of: (spec) => spec.server ?? null, show: words },
  { facet: 'replicas', of: (spec) => spec.mode, show: replicas },
  { facet: 'ports', of: (spec) => spec.ports },
  { facet: 'health', of: (spec) => spec.health ?? null },
  { facet: 'size', of: size, show: sizes },
  {
    facet: 'update policy',
    of: (spec) => [spec.updateOrder, spec.stopGrace, spec.restart, spec.pidsLimit],
  },
  { facet: 'release', of: (spec) => spec.labels[labels.release] ?? null },
  { facet: 'route', of: (spec) => spec.labels[labels.route] ?? null },
  { facet: 'labels', of: otherLabels },
];

function otherLabels({ labels: all }: ServiceSpec): Record<string, string> {
  const {
    [labels.release]: _release,
    [labels.version]: _version,
    [labels.route]: _route,
    ...rest
  } = all;
  return rest;
}

function size(spec: ServiceSpec): number[] {
  return [spec.cpuLimit, spec.cpuReservation, spec.memoryLimit, spec.memoryReservation];
}

function versions(before: string, after: string): { from: string; to: string } {
  const [a, b] = [before, after].map((reference) => reference.split(':').at(-1) ?? reference);
  const sameName =
    before.slice(0, before.lastIndexOf(':')) === after.slice(0, after.lastIndexOf(':'));
  return sameName ? { from: a as string, to: b as string } : { from: before, to: after };
}

function words(before: string | null, after: string | null): { from: string; to: string } {
  return { from: before ?? '-', to: after ?? '-' };
}

function replicas(
  before: ServiceSpec['mode'],
  after: ServiceSpec['mode'],
): { from: string; to: string } {
  const show = (mode: ServiceSpec['mode']): string =>
    mode.kind === 'replicated' ? String(mode.replicas) : mode.kind;
  return { from: show(before), to: show(after) };
}

function sizes(before: number[], after: number[]): { from: string; to: string } {
  const show = ([cpu, , memory]: number[]): string =>
    `${cpu ?? 0} cpu ${Math.round((memory ?? 0) / 1024 / 1024)} MiB`;
  return { from: show(before), to: show(after) };
}

function keys(before: Record<string, string>, after: Record<string, string>): { to: string } {
  return { to: keyChanges(before, after) };
}

function targets(before: { target: string }[], after: { target: string }[]): { to: string } {
  const index = (list: { target: string }[]): Record<string, string> =>
    Object.fromEntries(list.map((entry) => [entry.target, canonicalJson(entry)]));
  return { to: keyChanges(index(before), index(after)) };
}

/** `+ADDED -REMOVED ~CHANGED`, sorted by name. */
function keyChanges(before: Record<string, string>, after: Record<string, string>): string {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
  return names
    .flatMap((name) => {
      if (!Object.hasOwn(before, name)) return [`+${name}`];
      if (!Object.hasOwn(after, name)) return [`-${name}`];
      return before[name] === after[name] ? [] : [`~${name}`];
    })
    .join(' ');
}
