import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Fault } from '../../fault.js';
import type { Connection } from '../../server/connection.js';
import { hasImage, tryPull } from './pull.js';
import { basePart } from './recipes.js';

/**
 * Makes sure the server has a base image: kept when there, pulled where a hub answers,
 * else, for Debian's own, made with debootstrap from the mirror that the server's
 * packages come from anyway.
 *
 * @param base reference, e.g. `debian:trixie-slim`
 * @param packageRoot of induk
 * @throws Fault CLU020 when it can be had neither way
 */
export async function ensureBase(
  connection: Connection,
  base: string,
  packageRoot: string,
  say: (message: string) => void,
): Promise<void> {
  if (await hasImage(connection, base)) return;
  say(`pulling ${base}`);
  const reason = await tryPull(connection, base);
  if (reason === undefined) return;
  const release = /^debian:([a-z]+)-slim$/.exec(base)?.[1];
  if (release === undefined) {
    throw new Fault('CLU020', { image: base, server: connection.server, reason });
  }
  say(`no hub answers: making ${base} with debootstrap, about a minute`);
  const slim = await readFile(join(basePart(packageRoot).directory, 'slim.sh'), 'utf8');
  await bootstrap(connection, base, release, slim);
}

const script = `
set -eu
release=$1 image=$2 slim=$3
command -v debootstrap >/dev/null || { apt-get update -q && apt-get install -qy --no-install-recommends debootstrap; } >&2
exec 9>/run/lock/induk-debootstrap.lock
flock 9
docker image inspect "$image" >/dev/null 2>&1 && exit 0
dir=$(mktemp -d /var/tmp/induk-base.XXXXXX)
trap 'rm -rf "$dir"' EXIT
debootstrap --variant=minbase "$release" "$dir" >&2
sh -c "$slim" slim "$dir"
tar -C "$dir" -c . | docker import - "$image" >&2
`;

async function bootstrap(
  connection: Connection,
  base: string,
  release: string,
  slim: string,
): Promise<void> {
  const result = await connection.exec(['sh', '-c', script, 'sh', release, base, slim], {
    sudo: true,
    timeout: 20 * 60_000,
  });
  if (result.code !== 0) {
    throw new Fault(
      'CLU020',
      { image: base, server: connection.server, reason: 'debootstrap failed' },
      { logTail: result.stderr.trim().split('\n').slice(-15) },
    );
  }
}
