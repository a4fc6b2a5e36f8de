import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { hasImage } from '../../../scripts/setup/base.js';
import { withLock } from '../../../scripts/setup/lock.js';
import { docker } from '../../../scripts/setup/run.js';
import { ensureLabImage, IMAGE_LABEL, removeImages } from '../image.js';

const FOLDER = fileURLToPath(new URL('./', import.meta.url));

/**
 * The old hosts, each with what Debian has to install for it. Kinds share the layers of the
 * packages they have in common, from the left.
 */
export const kinds = {
  bookworm: {
    release: 'bookworm',
    database: 'mariadb-server php-mysql',
    web: 'apache2 libapache2-mod-php wordpress wordpress-theme-twentytwentythree',
  },
  bullseye: {
    release: 'bullseye',
    database: 'mariadb-server php-mysql',
    web: 'apache2 libapache2-mod-php',
  },
  nginx: {
    release: 'bookworm',
    database: 'mariadb-server php-mysql',
    web: 'nginx php-fpm',
  },
  mediawiki: {
    release: 'bookworm',
    database: 'postgresql php-pgsql',
    web: 'apache2 libapache2-mod-php mediawiki',
  },
};

/** @typedef {keyof typeof kinds} LegacyKind */

/**
 * The image of an old host, built when this machine does not have it; its tag is the digest of
 * what it is made from, the lab's own image included.
 * @param {LegacyKind} kind
 * @param {(line: string) => void} log
 * @returns {Promise<string>} the image's name
 */
export async function ensureLegacyImage(kind, log) {
  const { release, database, web } = kinds[kind];
  const base = await ensureLabImage({ release, stage: 'server', log });
  const image = `induk-lab:legacy-${kind}-${digestOf(kind, base)}`;
  if (await hasImage(image)) return image;
  return withLock(
    `lab-legacy-${kind}`,
    async () => {
      if (await hasImage(image)) return image;
      log(`Building ${image}: one to three minutes the first time …`);
      const values = { BASE: base, DATABASE: database, WEB: web, KIND: kind };
      const args = Object.entries(values).flatMap(([name, value]) => [
        '--build-arg',
        `${name}=${value}`,
      ]);
      const label = `legacy-${kind}`;
      await docker(
        ['build', ...args, '--label', `${IMAGE_LABEL}=${label}`, '--tag', image, FOLDER],
        {
          onLine: (line) => {
            if (/^Step /.test(line)) log(`  ${line.slice(0, 90)}`);
          },
          env: { DOCKER_BUILDKIT: '0' },
        },
      );
      await removeImages(label, image);
      return image;
    },
    log,
  );
}

/** @param {LegacyKind} kind @param {string} base */
function digestOf(kind, base) {
  const hash = createHash('sha256').update(JSON.stringify([base, kinds[kind]]));
  for (const part of ['Dockerfile', 'base', kind]) {
    for (const file of filesIn(join(FOLDER, part))) {
      hash.update(file.slice(FOLDER.length)).update(readFileSync(file));
    }
  }
  return hash.digest('hex').slice(0, 12);
}

/** @param {string} path a file, or a folder with all below it @returns {string[]} */
function filesIn(path) {
  if (path.endsWith('Dockerfile')) return [path];
  return readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name))
    .sort();
}
