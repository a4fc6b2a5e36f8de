import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { hasImage } from '../../scripts/setup/base.js';
import { ensureBase } from '../../scripts/setup/engine.js';
import { withLock } from '../../scripts/setup/lock.js';
import { docker } from '../../scripts/setup/run.js';

export const IMAGE_LABEL = 'induk.lab.image';
const FOLDER = fileURLToPath(new URL('./image/', import.meta.url));

/** @typedef {'server' | 'engine' | 'ready'} LabStage what is installed: see the Dockerfile */

/**
 * The image of a lab server, built when this machine does not have it. Its tag is the digest of
 * what it is made from, so that a change here is never hidden by an older build.
 * @param {{release: string, stage: LabStage, log: (line: string) => void}} options
 * @returns {Promise<string>} the image's name
 */
export async function ensureLabImage({ release, stage, log }) {
  const base = await ensureBase(release, { log });
  const image = `induk-lab:${release}-${stage}-${sourceDigest()}`;
  if (await hasImage(image)) return image;
  return withLock(
    `lab-${release}`,
    async () => {
      if (await hasImage(image)) return image;
      log(`Building ${image}: a minute the first time …`);
      const kind = `${release}-${stage}`;
      const args = ['--build-arg', `BASE=${base}`, '--build-arg', `RELEASE=${release}`];
      const label = ['--label', `${IMAGE_LABEL}=${kind}`];
      await docker(['build', '--target', stage, ...args, ...label, '--tag', image, FOLDER], {
        onLine: (line) => {
          if (/^Step /.test(line)) log(`  ${line.slice(0, 90)}`);
        },
        env: { DOCKER_BUILDKIT: '0' },
      });
      await removeImages(kind, image);
      return image;
    },
    log,
  );
}

function sourceDigest() {
  const hash = createHash('sha256');
  for (const file of ['Dockerfile', 'boot.sh']) hash.update(readFileSync(FOLDER + file));
  return hash.digest('hex').slice(0, 12);
}

/**
 * Removes lab images that no server uses, and volumes of images that servers begin with.
 * @param {string} [kind] only this kind, e.g. `bookworm-server`
 * @param {string} [keep] the image to leave
 */
export async function removeImages(kind, keep) {
  const filter = `label=${IMAGE_LABEL}${kind ? `=${kind}` : ''}`;
  const format = '{{.Repository}}:{{.Tag}}';
  const { stdout } = await docker(['images', '--filter', filter, '--format', format]);
  const old = stdout.split('\n').filter((name) => name.startsWith('induk-lab:') && name !== keep);
  // One in use is refused by the engine, which is what we want.
  if (old.length > 0) await docker(['rmi', ...old], { check: false });
  const volumes = (await docker(['volume', 'ls', '--quiet', '--filter', filter])).stdout;
  const stale = volumes.split('\n').filter(Boolean);
  if (stale.length > 0) await docker(['volume', 'rm', ...stale]);
}
