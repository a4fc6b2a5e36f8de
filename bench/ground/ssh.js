import { inside } from '../../test/lab/faults.js';
import { sshConfigOf } from '../../test/lab/state.js';
import { labName } from './ground.js';

/**
 * Command line of OpenSSH's client, by default as the account that induk uses.
 * @param {{name: string}} server @param {string} command for the server's shell
 * @param {string} [user]
 */
export const sshArgv = ({ name }, command, user = 'induk') => [
  'ssh',
  '-F',
  sshConfigOf(labName),
  '-o',
  'BatchMode=yes',
  '-l',
  user,
  name,
  command,
];

/** How many connections sshd has let in since it started. @param {{container: string}} server */
export async function acceptedConnections(server) {
  const count = 'journalctl --sync; journalctl -u ssh -o cat --no-pager | grep -c "^Accepted "';
  const { stdout } = await inside(server, ['sh', '-c', count], { check: false });
  return Number(stdout);
}

/**
 * The identity of every container that runs there, and since when.
 * @param {{container: string}} server
 * @returns {Promise<string[]>}
 */
export async function runningContainers(server) {
  const format = '{{.Id}} {{.State.StartedAt}}';
  const look = `docker ps --quiet --no-trunc | xargs -r docker inspect --format '${format}'`;
  const { stdout } = await inside(server, ['sh', '-c', look]);
  return stdout.split('\n').filter(Boolean).sort();
}
