import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { hasImage } from '../../scripts/setup/base.js';
import { root } from '../../scripts/setup/project.js';
import { dockerArgv, run } from '../../scripts/setup/run.js';
import { inside } from '../../test/lab/faults.js';

/** A web server of one megabyte: busybox and a page. Nothing is pulled from port 1. */
export const tinyImage = 'localhost:1/bench-tiny:1';

/** Makes the tiny image on this machine's engine, from Debian's package. */
export async function ensureTinyImage() {
  if (await hasImage(tinyImage)) return;
  const folder = join(root, '.induk', 'bench', 'tiny');
  mkdirSync(folder, { recursive: true });
  if (!existsSync(join(folder, 'bin', 'busybox'))) {
    const unpack = 'cd "$1" && apt-get download busybox-static && dpkg -x busybox-static_*.deb .';
    await run(['sh', '-c', unpack, 'sh', folder]);
  }
  const dockerfile = `FROM scratch
COPY bin/busybox /busybox
COPY Dockerfile /site/index.html
USER 65534
CMD ["/busybox", "httpd", "-f", "-p", "8080", "-h", "/site"]
`;
  const script = 'cd "$1" && shift && cat > Dockerfile && exec "$@"';
  const build = dockerArgv('build', '--quiet', '--tag', tinyImage, '.');
  await run(['sh', '-c', script, 'sh', folder, ...build], { input: dockerfile });
}

/**
 * Copies an image of this machine's engine to a server's, which has no registry to pull it from.
 * @param {{container: string}} server @param {string} image
 */
export async function seed(server, image) {
  const look = ['docker', 'image', 'inspect', '--format', 'present', image];
  if ((await inside(server, look, { check: false })).code === 0) return;
  const script = 'set -o pipefail; "$1" save "$2" | "$1" exec -i "$3" docker load --quiet';
  const [client] = dockerArgv();
  await run(['bash', '-c', script, 'seed', client, image, server.container]);
}
