/** A real sshd on a free port of 127.0.0.1, with keys of its own, for one test file. */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import type { Server } from '../../src/inventory/model.js';

export interface Sshd {
  port: number;
  /** Fingerprint by key type: ed25519, ecdsa, rsa. */
  fingerprints: Record<string, string>;
  /** `<type> <base64>` by key type. */
  publicKeys: Record<string, string>;
  /** A HOME with .ssh/id_ed25519 that sshd accepts. */
  home: string;
  env: NodeJS.ProcessEnv;
  server: (overrides?: Partial<Server>) => Server;
  stop: () => Promise<void>;
}

const kinds = ['ed25519', 'ecdsa', 'rsa'];

/** Starts it with further lines of sshd_config(5). */
export async function startSshd(lines: string[] = []): Promise<Sshd> {
  const dir = mkdtempSync(join(tmpdir(), 'induk-sshd-'));
  const home = join(dir, 'home');
  mkdirSync(join(home, '.ssh'), { recursive: true, mode: 0o700 });
  for (const kind of kinds) {
    makeKey(join(dir, kind), kind);
  }
  makeKey(join(home, '.ssh', 'id_ed25519'), 'ed25519');
  const authorized = join(dir, 'authorized_keys');
  writeFileSync(authorized, readFileSync(join(home, '.ssh', 'id_ed25519.pub')));
  const port = await freePort();
  const child = run(dir, [
    `Port ${port}`,
    'ListenAddress 127.0.0.1',
    ...kinds.map((kind) => `HostKey ${join(dir, kind)}`),
    `AuthorizedKeysFile ${authorized}`,
    'StrictModes no',
    'PasswordAuthentication no',
    'KbdInteractiveAuthentication no',
    'PermitRootLogin yes',
    'PidFile none',
    ...lines,
  ]);
  await reachable(port, child);
  const env = { ...process.env, HOME: home, SSH_AUTH_SOCK: undefined };
  return {
    port,
    home,
    env,
    fingerprints: each(kinds, (kind) => fingerprintOf(join(dir, kind))),
    publicKeys: each(kinds, (kind) => publicKeyOf(join(dir, kind))),
    server: (overrides) => ({ ...serverOn(port), ...overrides }),
    stop: async () => {
      await ended(child);
      rmSync(dir, { recursive: true });
    },
  };
}

export function makeKey(file: string, kind: string, passphrase = ''): void {
  execFileSync('ssh-keygen', ['-q', '-t', kind, '-N', passphrase, '-f', file]);
}

export function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });
}

function serverOn(port: number): Server {
  const { username } = userInfo();
  return { name: 'pusat-1', address: '127.0.0.1', port, user: username, role: 'manager' };
}

function run(dir: string, config: string[]): ChildProcess {
  // sshd refuses to start as root without its privilege separation directory.
  if (userInfo().uid === 0) {
    mkdirSync('/run/sshd', { recursive: true });
  }
  writeFileSync(join(dir, 'config'), `${config.join('\n')}\n`);
  return spawn('/usr/sbin/sshd', ['-D', '-e', '-f', join(dir, 'config')], { stdio: 'ignore' });
}

async function reachable(port: number, child: ChildProcess): Promise<void> {
  const deadline = Date.now() + 30_000;
  while (Date.now() < deadline && child.exitCode === null) {
    if (await answers(port)) {
      return;
    }
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error(`sshd did not start (exit ${child.exitCode})`);
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ port, host: '127.0.0.1' });
    socket.once('data', () => resolve(socket.destroy().destroyed));
    socket.once('error', () => resolve(false));
  });
}

function ended(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    child.once('exit', () => resolve());
    child.kill();
  });
}

function fingerprintOf(file: string): string {
  const line = execFileSync('ssh-keygen', ['-l', '-f', `${file}.pub`], { encoding: 'utf8' });
  return line.split(' ')[1] ?? '';
}

function publicKeyOf(file: string): string {
  return readFileSync(`${file}.pub`, 'utf8').split(' ').slice(0, 2).join(' ');
}

function each(names: string[], value: (name: string) => string): Record<string, string> {
  return Object.fromEntries(names.map((name) => [name, value(name)]));
}
