/** The host itself: system, memory, disks, programs and whom it talks to. */
import { type Frame, frameOf, linesOf } from './frames.js';
import type { Host } from './model.js';

/** How and as whom it was reached. */
export interface Access {
  address: string;
  /** Who logged in. */
  user: string;
  access: Host['access'];
}

const mailers = /^(postfix|exim4-daemon-\w+|msmtp-mta|ssmtp|sendmail-bin|nullmailer)$/;

export function hostOf(frames: readonly Frame[], { address, user, access }: Access): Host {
  const lines = (kind: string) => linesOf(frameOf(frames, kind) ?? { body: '' });
  const packages = lines('packages').map((line) => line.trim().split(/\s+/));
  const installed = packages.map(([, name = '']) => name);
  const os = lines('os').join('\n');
  const relay = /relayhost\s*=\s*\[?([^\]\s:]+)/.exec(lines('relay').join(' '))?.[1];
  return {
    address,
    name: lines('hostname')[0] ?? address,
    system: /PRETTY_NAME="?([^"\n]+)/.exec(os)?.[1] ?? 'unknown',
    user,
    access,
    now: Number(lines('now')[0] ?? 0),
    timezone: (lines('timezone')[0] ?? 'UTC').replace(/^.*zoneinfo\//, ''),
    cpus: Number(lines('cpus')[0] ?? 1),
    memory: memoryOf(lines('memory')),
    disks: disksOf(lines('disk')),
    programs: programsOf(lines('processes')),
    webServers: packages.flatMap(([, name, version]) =>
      name === 'apache2' || name === 'nginx' ? [`${name} ${version?.replace(/[-+~].*/, '')}`] : [],
    ),
    php: [],
    mail: installed.filter((name) => mailers.test(name)),
    ...(relay === undefined ? {} : { relay }),
    outgoing: outgoingOf(lines('connections'), lines('listening')),
  };
}

/** Database servers among the packages, with their versions without Debian's own part. */
export function installedDatabases(
  frames: readonly Frame[],
): { engine: 'mariadb' | 'mysql' | 'postgres'; version: string }[] {
  return linesOf(frameOf(frames, 'packages') ?? { body: '' }).flatMap((line) => {
    const [, kind, text = ''] =
      /\s(mariadb-server|mysql-server|postgresql)\S*\s+(?:\d+:)?(\d+[\d.]*)/.exec(line) ?? [];
    if (kind === undefined) return [];
    const engine =
      kind === 'postgresql' ? 'postgres' : kind === 'mysql-server' ? 'mysql' : 'mariadb';
    return [{ engine, version: text.replace(/\.$/, '') }];
  });
}

function memoryOf(lines: string[]): Host['memory'] {
  const all = lines.map((line) => /^(\w+):\s*(\d+)/.exec(line));
  const of = (name: string) => Number(all.find((match) => match?.[1] === name)?.[2] ?? 0) * 1024;
  return { total: of('MemTotal'), available: of('MemAvailable') };
}

/** `df -Pk`: each file system once. */
function disksOf(lines: string[]): Host['disks'] {
  const seen = new Map<string, Host['disks'][number]>();
  for (const line of lines.slice(1)) {
    const [, total, used, , , mount] = line.split(/\s+/);
    if (mount === undefined) continue;
    seen.set(mount, { mount, total: Number(total) * 1024, used: Number(used) * 1024 });
  }
  return [...seen.values()];
}

function programsOf(lines: string[]): Host['programs'] {
  const sums = new Map<string, { name: string; processes: number; memory: number }>();
  for (const line of lines) {
    const [, , memory, name] = /^(\S+)\s+(\d+)\s+(.+)$/.exec(line.trim()) ?? [];
    if (name === undefined) continue;
    const sum = sums.get(name) ?? { name, processes: 0, memory: 0 };
    sum.processes += 1;
    sum.memory += Number(memory) * 1024;
    sums.set(name, sum);
  }
  return [...sums.values()].sort((a, b) => b.memory - a.memory).slice(0, 15);
}

/** Connections this host opened: their own port is none that it listens on. */
function outgoingOf(connections: string[], listening: string[]): Host['outgoing'] {
  const portOf = (address = '') => address.slice(address.lastIndexOf(':') + 1);
  const own = new Set(listening.map((line) => portOf(line.trim().split(/\s+/)[3])));
  const counts = new Map<string, number>();
  for (const line of connections) {
    const [, , local, peer] = line.trim().split(/\s+/);
    if (peer === undefined || own.has(portOf(local))) continue;
    if (/^(127\.|\[::1\]|\[::ffff:127\.)/.test(peer)) continue;
    counts.set(peer, (counts.get(peer) ?? 0) + 1);
  }
  return [...counts]
    .map(([to, count]) => ({ to, count }))
    .sort((a, b) => b.count - a.count)
    .slice(0, 40);
}
