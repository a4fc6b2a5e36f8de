import { ensureEngine } from '../../scripts/setup/engine.js';
import { docker, SetupError } from '../../scripts/setup/run.js';
import { containerOptions, engineVolume } from './container.js';
import { copyEngineFiles } from './engine-files.js';
import { ensureLabImage } from './image.js';
import { ensureNetwork, nameServers } from './network.js';
import { waitUntilUp } from './ready.js';
import { ensureKey, forgetLab, rememberServers } from './state.js';

/**
 * A server of a lab, as an operator gets one from a provider.
 * @typedef {object} LabServer
 * @property {string} name `<lab>-<number>`, also its host name
 * @property {string} address IPv4, reachable from this machine
 * @property {number} port of sshd
 * @property {string} user may sudo without a password
 * @property {string} keyFile the private key that opens it
 * @property {string} hostKey `SHA256:…` of its ed25519 host key, read on the server itself
 * @property {string} container its name on this machine's engine
 * @property {string} network the lab's bridge on this machine's engine
 */

/**
 * Starts a lab, or what is missing of it, and waits until every server has booted.
 * @param {object} [options]
 * @param {string} [options.name] of the lab
 * @param {number} [options.count] of servers
 * @param {'bookworm' | 'trixie'} [options.release] Debian's
 * @param {boolean} [options.engine] with docker.io installed and running
 * @param {boolean} [options.ready] with an engine and all else that `servers setup` installs
 * @param {string} [options.disk] size of /var/lib/docker as truncate(1) reads it, `2g`; default:
 *   what this machine has
 * @param {string} [options.images] a volume whose images the servers' engines begin with
 * @param {(line: string) => void} [options.log]
 * @returns {Promise<LabServer[]>}
 */
export async function labUp(options = {}) {
  const { name = 'lab', count = 2, release = 'bookworm', disk, images, ready = false } = options;
  const engine = options.engine === true || ready;
  const log = options.log ?? (() => {});
  checkName(name);
  await ensureEngine({ log });
  const stage = ready ? 'ready' : engine ? 'engine' : 'server';
  const image = await ensureLabImage({ release, stage, log });
  const prefix = await ensureNetwork(name, networkOf(name));
  const key = ensureKey(name);
  const numbers = Array.from({ length: count }, (_, index) => index + 1);
  const servers = await Promise.all(
    numbers.map(async (number) => {
      const server = `${name}-${number}`;
      const address = `${prefix}.${10 + number}`;
      await ensureContainer({ lab: name, server, address, image, disk, images });
      log(`  ${server} at ${address} boots …`);
      const hostKey = await waitUntilUp(containerOf(server), key.publicKey, engine);
      const access = { address, port: 22, user: 'admin', keyFile: key.keyFile };
      const handles = { container: containerOf(server), network: networkOf(name) };
      return { name: server, ...access, ...hostKey, ...handles };
    }),
  );
  rememberServers(name, servers);
  return servers.map(({ hostKeyLine, ...server }) => server);
}

/**
 * Takes a lab away: containers, volumes, network, keys. A lab that is not there is no error.
 * @param {{name?: string}} [options]
 */
export async function labDown({ name = 'lab' } = {}) {
  checkName(name);
  const filter = ['--filter', `label=induk.lab=${name}`];
  await removeAll(['ps', '--all', '--quiet', ...filter], ['rm', '--force', '--volumes']);
  await removeAll(['volume', 'ls', '--quiet', ...filter], ['volume', 'rm', '--force']);
  await removeAll(['network', 'ls', '--quiet', ...filter], ['network', 'rm']);
  forgetLab(name);
}

/**
 * The labs on this machine, from the labels of their containers and networks.
 * @returns {Promise<{lab: string, server: string, state: string, image: string}[]>}
 */
export async function labStatus() {
  const labels = '{{.Label "induk.lab"}}\t{{.Label "induk.lab.server"}}';
  const format = `${labels}\t{{.Status}}\t{{.Image}}`;
  const args = ['ps', '--all', '--filter', 'label=induk.lab.server', '--format', format];
  const { stdout } = await docker(args);
  const rows = stdout.split('\n').filter(Boolean).sort();
  return rows.map((row) => {
    const [lab, server, state, image] = row.split('\t');
    return { lab, server, state, image };
  });
}

/**
 * The names of all labs of which anything is left, be it a volume.
 * @returns {Promise<string[]>}
 */
export async function labNames() {
  const kinds = [
    ['ps', '--all'],
    ['volume', 'ls'],
    ['network', 'ls'],
  ];
  const format = ['--filter', 'label=induk.lab', '--format', '{{.Label "induk.lab"}}'];
  const lists = await Promise.all(kinds.map((kind) => docker([...kind, ...format])));
  return [...new Set(lists.flatMap(({ stdout }) => stdout.split('\n').filter(Boolean)))].sort();
}

/** @param {string[]} list @param {string[]} remove */
async function removeAll(list, remove) {
  const found = (await docker(list)).stdout.split('\n').filter(Boolean);
  if (found.length > 0) await docker([...remove, ...found]);
}

/**
 * Starts a server's container, made at first need.
 * @param {{lab: string, server: string, address: string, image: string, disk?: string,
 *   images?: string}} wanted
 */
export async function ensureContainer({ lab, server, address, image, disk, images }) {
  const container = containerOf(server);
  const started = await docker(['start', container], { check: false });
  if (started.code === 0) return;
  if (!/no such container/i.test(started.stderr)) {
    throw new SetupError(`${server} does not start: ${started.stderr.trim()}`);
  }
  if (images !== undefined) {
    await copyEngineFiles(images, engineVolume(container), { labels: [`induk.lab=${lab}`] });
  }
  const network = ['--network', networkOf(lab), '--ip', address, '--hostname', server];
  const labels = ['--label', `induk.lab=${lab}`, '--label', `induk.lab.server=${server}`];
  const rest = containerOptions({ lab, container, disk, nameServers: nameServers() });
  await docker(['run', '--detach', '--name', container, ...network, ...labels, ...rest, image]);
}

/** @param {string} lab */
export const networkOf = (lab) => `induk-lab-${lab}`;

/** @param {string} server */
export const containerOf = (server) => `induk-lab-${server}`;

/** A lab's name becomes part of host names. @param {string} name */
export function checkName(name) {
  if (/^[a-z][a-z0-9-]{0,30}$/.test(name)) return;
  throw new SetupError(`"${name}" is no name for a lab`, 'use small letters, digits and -');
}
