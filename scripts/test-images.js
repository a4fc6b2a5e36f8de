// Makes what tests on an engine start from, where it is missing; each of them would make its own
// part at first need, while the others wait.
import { ensureLabImage } from '../test/lab/image.js';
import { ensureLegacyImage } from '../test/lab/legacy/image.js';
import { ensureBase } from './setup/base.js';
import { SetupError } from './setup/run.js';
import { importTypescript } from './setup/typescript.js';

const log = (/** @type {string} */ line) => process.stdout.write(`${line}\n`);

/** Servers, and the hosts that apps are moved from. */
async function servers() {
  for (const stage of /** @type {const} */ (['engine', 'server', 'ready'])) {
    await ensureLabImage({ release: 'bookworm', stage, log });
  }
  await ensureLegacyImage('bookworm', log);
}

/** What apps run in. */
async function recipes() {
  const { ensureRecipes } = await importTypescript('test/e2e/support/bases.ts');
  await ensureBase('trixie', { log });
  log('Building the recipes that apps run in …');
  await ensureRecipes(log);
}

try {
  // Two at a time: each mostly has one processor unpack Debian's packages.
  await Promise.all([servers(), recipes()]);
} catch (error) {
  if (!(error instanceof SetupError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
