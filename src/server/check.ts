/** What is wrong with a server, judged from its facts alone. */
import type { Diagnostic } from '../inventory/diagnostic.js';
import type { Facts } from './facts.js';

const gibibyte = 1024 ** 3;

/** Seconds of clock difference that Swarm's certificates and log times bear without trouble. */
const skewLimit = 5;

interface Rule {
  code: string;
  severity: Diagnostic['severity'];
  applies(facts: Facts): boolean;
  args?(facts: Facts): Diagnostic['args'];
}

const rules: Rule[] = [
  {
    code: 'SRV100',
    severity: 'error',
    applies: (facts) => !isSupported(facts),
    args: (facts) => ({ os: facts.os.name }),
  },
  {
    code: 'SRV101',
    severity: 'error',
    applies: (facts) => facts.engine === undefined && facts.programs.dockerd,
  },
  {
    code: 'SRV102',
    severity: 'error',
    applies: (facts) => facts.engine === undefined && !facts.programs.dockerd,
  },
  {
    code: 'SRV103',
    severity: 'error',
    applies: (facts) => facts.engine !== undefined && facts.engine.swarm !== 'active',
    args: (facts) => ({
      state: facts.engine?.swarm ?? '',
      reason: facts.engine?.swarmError || facts.engine?.swarm || '',
    }),
  },
  {
    code: 'SRV104',
    severity: 'error',
    applies: (facts) => share(facts.disk.available, facts.disk.total) < 0.05,
    args: diskArgs,
  },
  {
    code: 'SRV105',
    severity: 'warning',
    applies: (facts) => isBetween(share(facts.disk.available, facts.disk.total), 0.05, 0.15),
    args: diskArgs,
  },
  {
    code: 'SRV106',
    severity: 'warning',
    applies: (facts) => share(facts.disk.inodesAvailable, facts.disk.inodes) < 0.1,
    args: (facts) => ({ free: facts.disk.inodesAvailable }),
  },
  {
    code: 'SRV107',
    severity: 'warning',
    applies: (facts) => facts.memory.total < gibibyte,
    args: (facts) => ({ total: mebibytes(facts.memory.total) }),
  },
  {
    code: 'SRV108',
    severity: 'warning',
    applies: (facts) => share(facts.memory.available, facts.memory.total) < 0.1,
    args: (facts) => ({ free: mebibytes(facts.memory.available) }),
  },
  {
    code: 'SRV109',
    severity: 'warning',
    applies: (facts) => facts.swap === 0 && facts.memory.total < 4 * gibibyte,
    args: (facts) => ({ total: mebibytes(facts.memory.total) }),
  },
  {
    code: 'SRV110',
    severity: 'error',
    applies: (facts) => Math.abs(facts.clock.ahead) > skewLimit,
    args: (facts) => ({ seconds: Math.round(facts.clock.ahead), limit: skewLimit }),
  },
  {
    code: 'SRV111',
    severity: 'warning',
    applies: (facts) => facts.clock.service === undefined && facts.container === 'none',
  },
  {
    code: 'SRV112',
    severity: 'warning',
    applies: (facts) => facts.engine?.liveRestore === true,
  },
  {
    code: 'SRV113',
    severity: 'warning',
    applies: (facts) => enginePackage(facts) !== undefined && !isEngineHeld(facts),
    args: (facts) => ({ package: enginePackage(facts) ?? '' }),
  },
  {
    code: 'SRV114',
    severity: 'warning',
    applies: (facts) => facts.root && facts.firewallMark === '',
  },
];

/** About things that only `servers setup` makes; a machine with `address: local` is not set up. */
const setupOnly = ['SRV100', 'SRV111', 'SRV113', 'SRV114'];

export interface CheckOptions {
  /** Ports the proxy publishes. */
  ports?: readonly number[];
  /** This is the machine induk runs on. */
  isLocal?: boolean;
}

/**
 * Faults of a server as diagnostics, in a fixed order: errors keep apps from running there,
 * warnings will.
 */
export function faults(facts: Facts, options: CheckOptions = {}): Diagnostic[] {
  const { ports = [80, 443], isLocal = false } = options;
  const found = rules
    .filter(({ code }) => !(isLocal && setupOnly.includes(code)))
    .filter((rule) => rule.applies(facts))
    .map(({ code, severity, args }) => diagnostic(facts, code, severity, args?.(facts)));
  return [...found, ...takenPorts(facts, ports)];
}

/** Whether this is a Debian release that setup knows: 12 or 13. */
export function isSupported(facts: Facts): boolean {
  return facts.os.id === 'debian' && ['12', '13'].includes(facts.os.version);
}

const engines = ['docker.io', 'docker-ce', 'moby-engine'];

/** Package that holds dockerd; undefined when it was not installed by apt. */
export function enginePackage(facts: Facts): string | undefined {
  return engines.find((name) => name in facts.packages);
}

function isEngineHeld(facts: Facts): boolean {
  return facts.held.includes(enginePackage(facts) ?? '');
}

/** In host mode the engine itself listens for the proxy: as `docker-proxy`, or not visibly. */
function takenPorts(facts: Facts, ports: readonly number[]): Diagnostic[] {
  return facts.listening
    .filter(({ port, program }) => ports.includes(port) && !/^(docker|$)/.test(program))
    .filter((one, index, all) => all.findIndex((other) => other.port === one.port) === index)
    .map(({ port, program }) => diagnostic(facts, 'SRV115', 'error', { port, program }));
}

function diagnostic(
  facts: Facts,
  code: string,
  severity: Diagnostic['severity'],
  args: Diagnostic['args'] = {},
): Diagnostic {
  return { code, severity, args: { server: facts.server, ...args } };
}

function diskArgs(facts: Facts): Diagnostic['args'] {
  return {
    free: Math.round(facts.disk.available / gibibyte),
    percent: Math.round(share(facts.disk.available, facts.disk.total) * 100),
  };
}

/** 1 when the whole is unknown, so that an unread fact is no fault. */
function share(part: number, whole: number): number {
  return whole > 0 ? part / whole : 1;
}

function isBetween(value: number, low: number, high: number): boolean {
  return value >= low && value < high;
}

function mebibytes(bytes: number): number {
  return Math.round(bytes / 1024 ** 2);
}
