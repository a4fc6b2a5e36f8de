import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { run, SetupError } from './run.js';

/** Directory of the clone. */
export const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/**
 * Installs the npm dependencies when package-lock.json changed since, and builds induk.
 * @param {{log: (line: string) => void}} options
 * @throws {SetupError} with npm's last lines
 */
export async function ensureProject({ log }) {
  checkNode();
  if (!packagesAreInstalled()) {
    log('Installing npm dependencies …');
    await run(['npm', '--prefix', root, 'ci', '--no-audit', '--no-fund', '--loglevel=error']);
    writeFileSync(stamp, lockDigest());
  }
  log('Building induk …');
  await run([process.execPath, join(root, 'scripts', 'build.js')]);
}

const stamp = join(root, 'node_modules', '.induk-lock');

/** Whether node_modules is what package-lock.json of today asks for. */
export function packagesAreInstalled() {
  return existsSync(stamp) && readFileSync(stamp, 'utf8') === lockDigest();
}

function lockDigest() {
  const lock = readFileSync(join(root, 'package-lock.json'));
  return createHash('sha256').update(lock).digest('hex');
}

function checkNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major > 20 || (major === 20 && minor >= 19)) return;
  throw new SetupError(`Node ${process.versions.node} is too old: induk needs 20.19 or newer`);
}
