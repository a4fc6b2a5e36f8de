import { ensureBase } from '../../scripts/setup/engine.js';
import { docker } from '../../scripts/setup/run.js';

/**
 * An engine's images on disk: layers, which are never written again and can be linked, and what
 * the engine notes of them, which it replaces. The rest of /var/lib/docker is an engine's own:
 * networks, its identity, its place in a Swarm.
 */
const LINKED = 'overlay2';
const COPIED = 'image';

/** Written last, so that a volume filled by half is never taken for a whole one. */
const MARK = 'whole';

/**
 * Links do not cross mounts, though both volumes lie on one file system: all volumes are one
 * mount here. Arguments: the volume copied from, the one copied to.
 */
const COPY = `
set -eu
from=/volumes/$1/_data to=/volumes/$2/_data
rm -rf "$to/${LINKED}" "$to/${COPIED}"
cp -al "$from/${LINKED}" "$to/${LINKED}"
cp -a "$from/${COPIED}" "$to/${COPIED}"
`;

/**
 * Makes a volume begin with the images of another one, in a second or two whatever their size.
 * No engine may run on either.
 * @param {string} from a volume of an engine that was stopped
 * @param {string} to a volume an engine will be started on; made when it is missing
 * @param {{labels?: string[]}} [options] `name=value`, for a volume that is made
 */
export async function copyEngineFiles(from, to, { labels = [] } = {}) {
  await docker(['volume', 'create', ...labels.map((label) => `--label=${label}`), to]);
  await overVolumes(COPY, [from, to]);
}

/** Says that a volume's images are all there. @param {string} volume */
export async function markWhole(volume) {
  await overVolumes(`touch /volumes/$1/_data/${MARK}`, [volume]);
}

/** @param {string} volume */
export async function isWhole(volume) {
  const { code } = await docker(['volume', 'inspect', volume], { check: false });
  if (code !== 0) return false;
  const test = `test -e /volumes/$1/_data/${MARK} && echo yes || echo no`;
  return (await overVolumes(test, [volume])).trim() === 'yes';
}

/** @param {string} script @param {string[]} args @returns {Promise<string>} */
async function overVolumes(script, args) {
  const base = await ensureBase('trixie', { log: () => {} });
  const root = (await docker(['info', '--format', '{{.DockerRootDir}}'])).stdout.trim();
  const mount = `type=bind,source=${root}/volumes,target=/volumes`;
  const run = ['run', '--rm', '--network=none', `--mount=${mount}`, base];
  return (await docker([...run, 'sh', '-c', script, 'sh', ...args])).stdout;
}
