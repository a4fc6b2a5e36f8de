import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { docker, SetupError } from '../../scripts/setup/run.js';

/**
 * Labs take their /24s from 198.18.0.0/15, which RFC 2544 reserves for tests of networks: neither
 * this machine's networks, nor Docker's pools (172.17.0.0/12), nor Swarm's (10.0.0.0/8) meet it.
 */
const SUBNETS = 256;

/**
 * Creates a lab's bridge on the first free subnet, or finds the one it has.
 * @param {string} lab
 * @param {string} network the engine's name for it
 * @returns {Promise<string>} the first three octets of its addresses, `198.18.7`
 */
export async function ensureNetwork(lab, network) {
  const present = await prefixOf(network);
  if (present) return present;
  const start = createHash('sha256').update(lab).digest()[0];
  for (let tried = 0; tried < SUBNETS; tried++) {
    const prefix = `198.18.${(start + tried) % SUBNETS}`;
    const range = ['--subnet', `${prefix}.0/24`, '--gateway', `${prefix}.1`];
    const args = ['network', 'create', '--label', `induk.lab=${lab}`, ...range, network];
    const { code, stderr } = await docker(args, { check: false });
    if (code === 0) return prefix;
    // Another host of the same lab was first.
    const made = /already exists/.test(stderr) && (await prefixOf(network));
    if (made) return made;
    if (!/overlaps/.test(stderr)) throw new SetupError(`network ${network}: ${stderr.trim()}`);
  }
  throw new SetupError('every lab subnet is taken', 'npm run lab down -- --all');
}

/** @param {string} network */
async function prefixOf(network) {
  const format = '{{(index .IPAM.Config 0).Subnet}}';
  const args = ['network', 'inspect', '--format', format, network];
  const { code, stdout } = await docker(args, { check: false });
  return code === 0 ? stdout.trim().split('.').slice(0, 3).join('.') : undefined;
}

/**
 * The name servers this machine asks. A stub on its loopback is of no use to a server.
 * @returns {string[]}
 */
export function nameServers() {
  for (const file of ['/etc/resolv.conf', '/run/systemd/resolve/resolv.conf']) {
    const found = addressesIn(file).filter((address) => !/^127\.|^::1$/.test(address));
    if (found.length > 0) return found;
  }
  return [];
}

/** @param {string} file */
function addressesIn(file) {
  try {
    return [...readFileSync(file, 'utf8').matchAll(/^nameserver\s+(\S+)/gm)].map(([, a]) => a);
  } catch {
    return [];
  }
}
