/** What a server is and has, read by one command that changes nothing. */
import { Fault } from '../fault.js';
import type { Server } from '../inventory/model.js';
import type { Connection } from './connection.js';
import { type EngineFacts, engineFacts } from './engine/facts.js';
import { factsScript } from './facts-script.js';

export interface Facts {
  server: string;
  os: { id: string; version: string; name: string };
  kernel: string;
  architecture: string;
  cpus: number;
  /** Bytes. */
  memory: { total: number; available: number };
  /** Bytes. */
  swap: number;
  /** Bytes and inodes of the file system that holds /var/lib/docker. */
  disk: { total: number; available: number; inodes: number; inodesAvailable: number };
  /** Kind of container this machine is itself, e.g. `lxc`; `none` for a real or virtual one. */
  container: string;
  systemd: boolean;
  /** Seconds its clock is ahead of ours, to about half the network’s round trip. */
  clock: { ahead: number; service?: string; synchronized: boolean };
  /** Absent when no engine answers. */
  engine?: EngineFacts;
  /** Engine programs that are there: `dockerd`, `docker`. */
  programs: { dockerd: boolean; docker: boolean };
  /** Its own addresses. */
  addresses: string[];
  /** TCP sockets that accept: address and port, and by whom (needs root). */
  listening: { address: string; port: number; program: string }[];
  /** Debian package → version. */
  packages: Record<string, string>;
  held: string[];
  /** Whether apt knows any package list. */
  aptLists: boolean;
  /** The account that induk logs in as. */
  account?: { name: string; uid: number; home: string; shell: string; groups: string[] };
  /** Lines of that account's authorized_keys, and of the login's own. */
  keys: string[];
  ownKeys: string[];
  /** Owner, group and mode of /var/lib/induk, e.g. `induk induk 750`. */
  dataDirectory: string;
  /** Content of the files that setup writes, by the names of `factsScript`; absent: no file. */
  files: Record<string, string | undefined>;
  /** systemd units by full name; states as in `systemctl show`, empty when there is none. */
  units: Record<string, { enabled: string; active: string }>;
  /** Mark of the firewall rules in the kernel; empty: none of ours. */
  firewallMark: string;
  /** Port of sshd as that machine sees it: the one this login came in by. */
  sshPort?: number;
  /** Other servers' names or addresses → addresses. */
  peers: Record<string, string[]>;
  /** Whether the facts were read as root; without, some are missing. */
  root: boolean;
}

export interface FactsRequest {
  server: Server;
  /** Names or addresses of the other servers. */
  peers?: string[];
  /** Read as root through `sudo -n`; default true. */
  sudo?: boolean;
  signal?: AbortSignal;
}

/**
 * Reads the facts of a server by one command.
 * @throws Fault SRV060 when sudo wants a password, SRV061 when the script did not end well.
 */
export async function readFacts(connection: Connection, request: FactsRequest): Promise<Facts> {
  const { server, peers = [], sudo = true, signal } = request;
  // sudo drops SSH_CONNECTION, so the shell outside of it hands it in as an argument.
  const prefix = sudo && connection.user !== 'root' ? 'sudo -n -- ' : '';
  const wrapper = `script=$1; shift; exec ${prefix}sh -c "$script" sh "$SSH_CONNECTION" "$@"`;
  const argv = ['sh', '-c', wrapper, 'sh', factsScript, server.user, ...peers];
  const before = Date.now();
  const { code, stdout, stderr } = await connection.exec(argv, { signal });
  const middle = (before + Date.now()) / 2000;
  if (code !== 0) {
    throw prefix !== '' && /\bsudo:/.test(stderr)
      ? new Fault('SRV060', { server: server.name, user: connection.user })
      : new Fault('SRV061', { server: server.name, code: String(code) }, { logTail: tail(stderr) });
  }
  return parseFacts(server.name, stdout, middle);
}

/** Last lines of a text, for the log tail of a Fault. */
export function tail(text: string, lines = 12): string[] {
  return text.trimEnd().split('\n').slice(-lines);
}

/** Any one of these keeps the clock right. */
const clockServices = ['systemd-timesyncd', 'chrony', 'ntpsec', 'openntpd', 'ntp'];

/** From the script's output; `now` is our clock in seconds at the middle of the run. */
export function parseFacts(server: string, output: string, now: number): Facts {
  const raw = decode(output);
  const get = (key: string) => raw.get(key) ?? '';
  const os = assignments(get('os'));
  const [diskTotal = 0, diskFree = 0] = numbers(get('disk'));
  const [inodes = 0, inodesFree = 0] = numbers(get('inodes'));
  const units = unitStates(get('units'));
  const service = clockServices.find((name) => units[`${name}.service`]?.active === 'active');
  const sshPort = Number(get('connection').split(' ')[3]);
  return {
    server,
    os: { id: os.ID ?? '', version: os.VERSION_ID ?? '', name: os.PRETTY_NAME ?? '' },
    kernel: get('kernel'),
    architecture: get('architecture'),
    cpus: Number(get('cpus')),
    memory: { total: kibibytes(raw, 'MemTotal'), available: kibibytes(raw, 'MemAvailable') },
    swap: kibibytes(raw, 'SwapTotal'),
    disk: { total: diskTotal, available: diskFree, inodes, inodesAvailable: inodesFree },
    container: get('container') || 'none',
    systemd: get('systemd') === 'yes',
    clock: {
      ahead: (Number(get('begun')) + Number(get('done'))) / 2 - now,
      ...(service === undefined ? {} : { service }),
      synchronized: get('synchronized') === 'yes',
    },
    engine: engineFacts(get('engine')),
    programs: { dockerd: raw.has('dockerd'), docker: raw.has('dockercli') },
    addresses: lines(get('addresses')),
    listening: lines(get('listening')).flatMap(listener),
    packages: Object.fromEntries(
      lines(get('installed')).map((line) => line.split(' ') as [string, string]),
    ),
    held: lines(get('held')),
    aptLists: get('sources') !== '',
    account: account(get('account'), get('groups')),
    keys: lines(get('keys')),
    ownKeys: lines(get('ownkeys')),
    dataDirectory: get('data'),
    files: Object.fromEntries(
      ['sudoers', 'daemon', 'dropin', 'upgrades', 'firewall', 'firewallunit'].map((name) => [
        name,
        raw.get(name),
      ]),
    ),
    units,
    firewallMark: lines(get('loaded'))[0] ?? '',
    ...(sshPort > 0 ? { sshPort } : {}),
    peers: withPrefix(raw, 'peer.', lines),
    root: get('uid') === '0',
  };
}

function decode(output: string): Map<string, string> {
  const pairs = output
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => line.split(' ', 2) as [string, string | undefined]);
  return new Map(
    pairs.map(([key, value]) => [
      key,
      Buffer.from(value ?? '', 'base64')
        .toString()
        .trimEnd(),
    ]),
  );
}

function lines(text: string): string[] {
  return text.split('\n').filter((line) => line.trim() !== '');
}

function numbers(text: string): number[] {
  return text.trim().split(/\s+/).map(Number);
}

/** `KEY="value"` lines, as in os-release(5). */
function assignments(text: string): Record<string, string> {
  const pairs = lines(text).map((line) => /^(\w+)="?(.*?)"?$/.exec(line));
  return Object.fromEntries(pairs.flatMap((pair) => (pair ? [[pair[1], pair[2]]] : [])));
}

/** Bytes of a line of /proc/meminfo. */
function kibibytes(raw: Map<string, string>, key: string): number {
  const found = new RegExp(`^${key}:\\s+(\\d+) kB`, 'm').exec(raw.get('memory') ?? '');
  return Number(found?.[1] ?? 0) * 1024;
}

/** `0.0.0.0:80 users:(("caddy",pid=1,fd=3))` */
function listener(line: string) {
  const found = /^(.*):(\d+)(?: users:\(\("([^"]*)")?/.exec(line);
  return found
    ? [{ address: found[1] ?? '', port: Number(found[2]), program: found[3] ?? '' }]
    : [];
}

function account(passwd: string, groups: string): Facts['account'] {
  const [name = '', uid, , home = '', shell = ''] = passwd.split(':');
  return name === ''
    ? undefined
    : { name, uid: Number(uid), home, shell, groups: groups.split(' ').filter(Boolean) };
}

/** Blocks of `systemctl show`, divided by empty lines. */
function unitStates(text: string): Facts['units'] {
  const blocks = text.split('\n\n').map((block) => assignments(block));
  return Object.fromEntries(
    blocks.map(({ Id = '', ActiveState = '', UnitFileState = '' }) => [
      Id,
      { enabled: UnitFileState, active: ActiveState },
    ]),
  );
}

function withPrefix<T>(
  raw: Map<string, string>,
  prefix: string,
  parse: (value: string) => T,
): Record<string, T> {
  const own = [...raw].filter(([key]) => key.startsWith(prefix));
  return Object.fromEntries(own.map(([key, value]) => [key.slice(prefix.length), parse(value)]));
}
