import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from '../../scripts/setup/project.js';
import { inside } from '../../test/lab/faults.js';
import { sshArgv } from '../ground/ssh.js';
import { timed } from '../measure/timed.js';

export const bareName = 'pembanding';

/**
 * A twin of a service: the same specification under another name, which induk does not know.
 * @param {{container: string}} server @param {string} service
 */
export async function makeTwin(server, service) {
  const { stdout } = await inside(server, ['docker', 'service', 'inspect', service]);
  const [{ Spec }] = JSON.parse(stdout);
  const input = JSON.stringify({ ...Spec, Name: bareName, Labels: {} });
  const curl = ['curl', '-sS', '--fail', '--unix-socket', '/var/run/docker.sock'];
  const post = ['-H', 'Content-Type: application/json', '--data-binary', '@-'];
  await inside(server, [...curl, ...post, 'http://docker/v1.40/services/create'], { input });
}

/**
 * What a person without induk types: the same recipe and source as one build context, built on the
 * server, and the service updated to the new image; one ssh connection for all of it.
 * @param {{name: string}} server @param {Record<string, string>} files @param {number} round
 */
export async function bareDeploy(server, files, round) {
  const folder = mkdtempSync(join(tmpdir(), 'induk-bench-bare-'));
  const recipes = join(root, 'templates', 'images');
  cpSync(join(recipes, 'node'), folder, { recursive: true });
  cpSync(join(recipes, 'shared'), join(folder, 'shared'), { recursive: true });
  mkdirSync(join(folder, 'app'));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, 'app', name), text);
  const image = `localhost:1/${bareName}:${round}`;
  const args = ['BASE=debian:trixie-slim', 'PACKAGES=', 'STORAGE=', 'BUILD='];
  const build = `docker build --force-rm ${args.map((arg) => `--build-arg ${arg}`).join(' ')} -t ${image} -`;
  const change = `docker service update --no-resolve-image --image ${image} ${bareName}`;
  const ssh = sshArgv(server, `${build} && ${change}`);
  try {
    const pipe = 'set -o pipefail; tar -C "$1" -c . | { shift; "$@"; }';
    return await timed(['bash', '-c', pipe, 'bare', folder, ...ssh]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
