/**
 * Who a mover is to the old host, and how it knows that host again: a key pair that never leaves
 * the volume of the job, and the host's key, pinned.
 */
import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Fault } from '../../fault.js';
import { fingerprint } from '../../server/ssh/fingerprint.js';
import type { OldAddress } from './model.js';

const run = promisify(execFile);

/** Files of an identity; `config` is all that ssh and rsync need to be told. */
export const identityFiles = (job: string) => {
  const folder = join(job, 'ssh');
  const file = (name: string): string => join(folder, name);
  return { folder, key: file('key'), knownHosts: file('known_hosts'), config: file('config') };
};

/**
 * The public half of the migration's key pair, which is made when it is not there yet.
 * @returns a line of authorized_keys without options
 */
export async function ensureKeyPair(job: string, comment: string): Promise<string> {
  const { folder, key } = identityFiles(job);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const read = (): Promise<string> => readFile(`${key}.pub`, 'utf8').then((line) => line.trim());
  try {
    return await read();
  } catch {
    // A run that was killed may have left the private half alone.
    await rm(key, { force: true });
  }
  await run('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-C', comment, '-f', key]);
  return read();
}

const plainAddress = /^[A-Za-z0-9][A-Za-z0-9.:-]*$/;
const plainUser = /^[A-Za-z0-9_][A-Za-z0-9_.-]*$/;

/**
 * Writes how the old host is reached, for ssh and everything that runs over it, under the name
 * `old`. Of the keys the host shows only the one with the known fingerprint is ever accepted.
 *
 * @throws Fault MIG100 when it does not answer, MIG101 when no key of it is the known one
 */
export async function pinOldHost(job: string, old: OldAddress): Promise<void> {
  if (!plainAddress.test(old.address) || !plainUser.test(old.user)) {
    throw new Fault('MIG104', { reason: 'address or user of the old host' });
  }
  const { folder, knownHosts, config } = identityFiles(job);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const pinned = await readFile(knownHosts, 'utf8').catch(() => '');
  const blob = pinned.trim().split(' ')[2] ?? '';
  if (fingerprint(Buffer.from(blob, 'base64')) !== old.hostKey) {
    await settle(knownHosts, `old ${await scanned(old)}\n`);
  }
  await settle(config, configOf(old, job));
}

/**
 * Actions run side by side, and each makes sure of these files: an ssh that reads one meanwhile must
 * find all of it.
 */
async function settle(file: string, text: string): Promise<void> {
  if ((await readFile(file, 'utf8').catch(() => undefined)) === text) return;
  const fresh = `${file}.${randomUUID()}`;
  await writeFile(fresh, text, { mode: 0o600 });
  await rename(fresh, file);
}

/** Type and blob of the host's key that has the known fingerprint. */
async function scanned({ address, port, hostKey }: OldAddress): Promise<string> {
  const found = await run('ssh-keyscan', ['-T', '10', '-p', `${port}`, address]).catch(
    (error: { stderr?: string; stdout?: string }) => ({ stdout: error.stdout ?? '' }),
  );
  const keys = found.stdout
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => line.split(' ').slice(1, 3) as [string, string]);
  if (keys.length === 0) throw new Fault('MIG100', { address, reason: 'no host key' });
  const shown = keys.map(([, blob]) => fingerprint(Buffer.from(blob, 'base64')));
  const at = shown.indexOf(hostKey);
  if (at < 0) throw new Fault('MIG101', { address, known: hostKey, shown: shown.join(', ') });
  return (keys[at] as [string, string]).join(' ');
}

function configOf({ address, port, user }: OldAddress, job: string): string {
  const { folder, key, knownHosts } = identityFiles(job);
  return `Host old
  HostName ${address}
  Port ${port}
  User ${user}
  IdentityFile ${key}
  IdentitiesOnly yes
  PreferredAuthentications publickey
  UserKnownHostsFile ${knownHosts}
  GlobalKnownHostsFile /dev/null
  HostKeyAlias old
  StrictHostKeyChecking yes
  UpdateHostKeys no
  BatchMode yes
  ConnectTimeout 10
  ServerAliveInterval 3
  ServerAliveCountMax 4
  ExitOnForwardFailure yes
  ForwardAgent no
  EscapeChar none
  LogLevel ERROR
  ControlMaster auto
  ControlPath ${folder}/link
  ControlPersist 60
`;
}
