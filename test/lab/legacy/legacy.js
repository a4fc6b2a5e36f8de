import { ensureEngine } from '../../../scripts/setup/engine.js';
import { docker, SetupError } from '../../../scripts/setup/run.js';
import { ensureNetwork } from '../network.js';
import { waitUntilUp } from '../ready.js';
import { checkName, containerOf, ensureContainer, networkOf } from '../servers.js';
import { ensureKey, rememberServers } from '../state.js';
import { ensureLegacyImage, kinds } from './image.js';

/**
 * An old host: a lab server whose `user` is root, with its apps running.
 * @typedef {import('../servers.js').LabServer & {
 *   kind: import('./image.js').LegacyKind,
 *   users: {root: string, sudo: string, ordinary: string},
 * }} LegacyHost
 */

/** Who may come in with the lab's key: root, one with sudo, one without who owns apps' files. */
const users = { root: 'root', sudo: 'admin', ordinary: 'pengelola' };

/** Lets the lab's key in for all three. */
const AUTHORIZE = `
umask 077
for user in root pengelola; do
  home=$(getent passwd "$user" | cut -d: -f6)
  install -d -o "$user" -g "$user" -m 0700 "$home/.ssh"
  install -o "$user" -g "$user" -m 0600 /home/admin/.ssh/authorized_keys "$home/.ssh/authorized_keys"
done
`;

/**
 * Starts an old host, or finds it running, and waits until its apps can answer. With the name of
 * a lab that is up, it stands in that lab's network, so that its servers reach it; labDown({name})
 * takes it away with the rest.
 * @param {object} options
 * @param {string} [options.name] of the lab
 * @param {import('./image.js').LegacyKind} options.kind one of each kind in a lab
 * @param {(line: string) => void} [options.log]
 * @returns {Promise<LegacyHost>}
 */
export async function legacyUp({ name = 'lab', kind, log = () => {} }) {
  checkName(name);
  const number = Object.keys(kinds).indexOf(kind);
  if (number < 0) {
    throw new SetupError(`"${kind}" is no kind of old host`, Object.keys(kinds).join(', '));
  }
  await ensureEngine({ log });
  const image = await ensureLegacyImage(kind, log);
  const prefix = await ensureNetwork(name, networkOf(name));
  const key = ensureKey(name);
  const server = `${name}-${kind}`;
  const address = `${prefix}.${101 + number}`;
  await ensureContainer({ lab: name, server, address, image });
  log(`  ${server} at ${address} boots …`);
  const container = containerOf(server);
  const { hostKey, hostKeyLine } = await waitUntilUp(container, key.publicKey, false);
  await docker(['exec', container, 'sh', '-c', AUTHORIZE]);
  const access = { address, port: 22, user: users.root, keyFile: key.keyFile };
  const host = { name: server, ...access, hostKey, container, network: networkOf(name) };
  rememberServers(name, [{ ...host, hostKeyLine }]);
  return { ...host, kind, users };
}
