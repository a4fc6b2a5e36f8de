import { fileURLToPath } from 'node:url';
import { lockFile, withLock } from './lock.js';
import { installPackages } from './packages.js';
import { docker, dockerArgv, findProgram, run, SetupError } from './run.js';

/** How long a hub may take to say anything at all before debootstrap is the better way. */
const HUB_ANSWERS_MS = 15_000;

/**
 * Makes a base system and imports it. It runs under flock as one shell, which keeps the lock even
 * when the Node process above it is killed; the image gets its real name only when tar has
 * succeeded, so a cut stream never becomes a base. Arguments: folder, release, image, what makes it
 * slim, client.
 */
const DEBOOTSTRAP = `
set -euo pipefail
root=$1 release=$2 image=$3 slim=$4; shift 4
"$@" image inspect "$image" >/dev/null 2>&1 && exit 0
clean() {
  umount -l "$root/proc" "$root/sys" 2>/dev/null || true
  rm -rf --one-file-system "$root"
}
trap clean EXIT
clean
mkdir -p "$root"
debootstrap --variant=minbase "$release" "$root" </dev/null
sh "$slim" "$root"
tar -C "$root" --numeric-owner -c . | "$@" import - "induk-base:$release-part"
"$@" tag "induk-base:$release-part" "$image"
"$@" rmi "induk-base:$release-part" >/dev/null
`;

/** What induk itself makes bases with on servers. */
const SLIM = fileURLToPath(new URL('../../templates/images/base/slim.sh', import.meta.url));

/**
 * Makes sure that the engine has `debian:<release>-slim`: present, else pulled, else made here by
 * debootstrap. Two processes at once make it once.
 * @param {string} release Debian's code name: bullseye, bookworm, trixie
 * @param {{log: (line: string) => void}} options
 * @returns {Promise<string>} the image's name
 * @throws {SetupError} when neither a hub nor a Debian mirror gave it
 */
export async function ensureBase(release, { log }) {
  if (!/^[a-z]+$/.test(release)) throw new SetupError(`"${release}" is not a Debian release`);
  const image = `debian:${release}-slim`;
  if (await hasImage(image)) return image;
  log(`Base image ${image} is missing: asking a hub …`);
  if (await pull(image, log)) return image;
  log(`No hub gave ${image}: making it with debootstrap, which takes about a minute …`);
  await bootstrap(release, image, log);
  log(`Base image ${image} is ready.`);
  return image;
}

/** @param {string} image */
export async function hasImage(image) {
  const { code } = await docker(['image', 'inspect', '--format', 'present', image], {
    check: false,
  });
  return code === 0;
}

/** @param {string} image @param {(line: string) => void} log */
async function pull(image, log) {
  const { code } = await docker(['pull', image], {
    check: false,
    firstOutputMs: HUB_ANSWERS_MS,
    onLine: (line) => {
      if (/Pulling from|Status:/.test(line)) log(`  ${line}`);
    },
  });
  return code === 0;
}

/** @param {string} release @param {string} image @param {(line: string) => void} log */
async function bootstrap(release, image, log) {
  if (process.getuid?.() !== 0) {
    throw new SetupError(
      `making ${image} needs root, and no hub could be reached to pull it`,
      'run this command as root (sudo), or load the image with docker load',
    );
  }
  await withLock('debootstrap', async () => {
    if (findProgram('debootstrap')) return;
    await installPackages(['debootstrap', 'ca-certificates'], log);
  });
  const root = `/var/cache/induk/base-${release}`;
  const script = ['bash', '-c', DEBOOTSTRAP, 'base', root, release, image, SLIM, ...dockerArgv()];
  await run(['flock', lockFile(`base-${release}`), ...script], { onLine: phases(log) });
}

/** Of debootstrap's thousand lines, the first of each phase. @param {(line: string) => void} log */
function phases(log) {
  const seen = new Set();
  return (/** @type {string} */ line) => {
    const phase = /^I: (Retrieving|Validating|Extracting|Unpacking|Configuring|Installing)/.exec(
      line,
    );
    if (!phase || seen.has(phase[1])) return;
    seen.add(phase[1]);
    log(`  ${phase[1].toLowerCase()} packages …`);
  };
}
