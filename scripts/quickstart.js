// `npm run quickstart`: from a fresh clone to the example site running on this machine's Docker.
// `npm run quickstart -- --down` takes away what it made.
import { existsSync } from 'node:fs';
import { SetupError } from './setup/run.js';

const log = (/** @type {string} */ line) => process.stderr.write(`${line}\n`);

try {
  const args = process.argv.slice(2);
  const unknown = args.find((arg) => arg !== '--down');
  if (unknown !== undefined) throw new SetupError(`unknown argument ${unknown}; known: --down`);
  if (!existsSync('/etc/debian_version')) log('This is not Debian: what follows is untested here.');
  const { quickstartDown } = await import('./quickstart/down.js');
  const { quickstartUp } = await import('./quickstart/up.js');
  await (args.includes('--down') ? quickstartDown({ log }) : quickstartUp({ log }));
} catch (error) {
  if (!(error instanceof SetupError)) throw error;
  log(`\nquickstart: ${error.message}`);
  process.exitCode = 1;
}
