import { run, SetupError } from './run.js';

const APT = ['apt-get', '-y', '-o', 'DPkg::Lock::Timeout=300'];
const ENV = { DEBIAN_FRONTEND: 'noninteractive' };

/**
 * Installs Debian packages without what they merely recommend.
 * @param {string[]} names
 * @param {(line: string) => void} log
 * @param {string[]} [ifKnown] installed as well where this Debian release has them
 * @throws {SetupError} without root, off Debian, or when apt fails
 */
export async function installPackages(names, log, ifKnown = []) {
  if (process.getuid?.() !== 0) {
    throw new SetupError(
      `installing ${names.join(', ')} needs root`,
      `run this command as root, or install them first: sudo apt-get install ${names.join(' ')}`,
    );
  }
  log('  apt-get update …');
  await run([...APT, 'update'], { env: ENV });
  const all = [...names];
  for (const name of ifKnown) if (await isKnown(name)) all.push(name);
  log(`  apt-get install ${all.join(' ')} …`);
  await run([...APT, 'install', '--no-install-recommends', ...all], { env: ENV });
}

/** @param {string} name */
async function isKnown(name) {
  const { code } = await run(['apt-cache', 'show', '--no-all-versions', name], { check: false });
  return code === 0;
}
