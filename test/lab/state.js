import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createKeyPair } from './keys.js';

const ROOT = fileURLToPath(new URL('../../.induk/lab/', import.meta.url));

/** The folder of a lab's keys and SSH files; Git ignores it. @param {string} lab */
export const folderOf = (lab) => join(ROOT, lab);

/**
 * The lab's own key pair, made at first need.
 * @param {string} lab
 * @returns {{keyFile: string, publicKey: string}}
 */
export function ensureKey(lab) {
  const keyFile = join(folderOf(lab), 'id_ed25519');
  if (!existsSync(keyFile)) {
    mkdirSync(folderOf(lab), { recursive: true, mode: 0o700 });
    const pair = createKeyPair(`lab-${lab}`);
    writeFileSync(`${keyFile}.pub`, pair.publicKey);
    writeFileSync(keyFile, pair.privateKey, { mode: 0o600 });
  }
  chmodSync(keyFile, 0o600);
  return { keyFile, publicKey: readFileSync(`${keyFile}.pub`, 'utf8') };
}

/**
 * Writes what OpenSSH needs to reach the servers by name, `ssh -F ssh_config lab-1`, beside what
 * is there of other servers of the lab.
 * @param {string} lab
 * @param {{name: string, address: string, user: string, keyFile: string, hostKeyLine: string}[]} servers
 */
export function rememberServers(lab, servers) {
  const folder = join(folderOf(lab), 'hosts');
  const knownHosts = join(folderOf(lab), 'known_hosts');
  mkdirSync(folder, { recursive: true });
  for (const { name, address, user, keyFile, hostKeyLine } of servers) {
    const entry = [
      `Host ${name}`,
      `  HostName ${address}`,
      `  User ${user}`,
      `  IdentityFile ${quote(keyFile)}`,
      `  UserKnownHostsFile ${quote(knownHosts)}`,
      '  IdentitiesOnly yes',
      '  StrictHostKeyChecking yes\n',
    ];
    writeFileSync(join(folder, `${name}.conf`), entry.join('\n'));
    writeFileSync(join(folder, `${name}.known`), `${address} ${hostKeyLine}\n`);
  }
  const all = (/** @type {string} */ suffix) =>
    readdirSync(folder)
      .filter((file) => file.endsWith(suffix))
      .map((file) => readFileSync(join(folder, file), 'utf8'))
      .join('');
  writeFileSync(knownHosts, all('.known'));
  writeFileSync(sshConfigOf(lab), all('.conf'));
}

/** @param {string} lab */
export const sshConfigOf = (lab) => join(folderOf(lab), 'ssh_config');

/** @param {string} lab */
export const forgetLab = (lab) => rmSync(folderOf(lab), { recursive: true, force: true });

/** @param {string} path */
const quote = (path) => `"${path}"`;
