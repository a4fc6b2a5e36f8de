/** What happens to servers in real life, done to a lab's. Each returns when it has happened. */
import { docker } from '../../scripts/setup/run.js';
import { waitForBoot } from './ready.js';

/** @typedef {import('./servers.js').LabServer} LabServer */

/** The plug is pulled: every process ends at once, nobody is told. @param {LabServer} server */
export async function powerOff({ container }) {
  await docker(['kill', container]);
}

/** The plug is back; waits until the server has booted. @param {LabServer} server */
export async function powerOn({ container }) {
  await docker(['start', container]);
  await waitForBoot(container);
}

/** An orderly reboot, up to the moment it has booted again. @param {LabServer} server */
export async function reboot({ container }) {
  await docker(['restart', '--time', '30', container]);
  await waitForBoot(container);
}

/** The cable is pulled; the server keeps its address and runs on alone. @param {LabServer} server */
export async function cutNetwork(server) {
  await setCable(server, 'down');
}

/** The cable is back. One that was never pulled is no error. @param {LabServer} server */
export async function restoreNetwork(server) {
  await setCable(server, 'up');
}

/**
 * The other end of the server's eth0 is an interface of this machine, found by its number. A
 * container in this machine's network turns it off, so that the lab's user need not be root.
 * `docker network disconnect` would not do: the interface comes back under another name.
 */
const CABLE = `ip -o link show | sed -n "s/^$1: \\([^@:]*\\).*/\\1/p" | xargs -I{} ip link set {} $2`;

/** @param {LabServer} server @param {'up' | 'down'} state */
async function setCable(server, state) {
  const { stdout: end } = await inside(server, ['cat', '/sys/class/net/eth0/iflink']);
  const format = '{{.Config.Image}}';
  const { stdout: image } = await docker(['inspect', '--format', format, server.container]);
  const network = ['--network', 'host', '--cap-drop', 'ALL', '--cap-add', 'NET_ADMIN'];
  const run = ['run', '--rm', ...network, '--entrypoint', 'sh', image.trim()];
  await docker([...run, '-c', CABLE, 'cable', end.trim(), state]);
}

/**
 * Runs a command on the server as root, past SSH and its firewall: a test's own eyes and hands.
 * @param {Pick<LabServer, 'container'>} server
 * @param {string[]} argv
 * @param {{check?: boolean, input?: string}} [options] check: reject on an exit code other than 0
 */
export function inside({ container }, argv, { check = true, input } = {}) {
  const flags = input === undefined ? [] : ['--interactive'];
  return docker(['exec', ...flags, container, ...argv], { check, input });
}
