import { join } from 'node:path';
import { root } from '../../scripts/setup/project.js';
import { timed } from '../measure/timed.js';

/** induk as people run it, built. */
export const indukArgv = (/** @type {string[]} */ ...args) => [
  process.execPath,
  join(root, 'bin', 'run.js'),
  ...args,
];

/**
 * Environment of a benchmark's induk: nothing of the operator's own settings.
 * @param {string} inventory folder of site.yaml
 * @param {string} home
 */
export const indukEnv = (inventory, home) => ({
  HOME: home,
  INDUK_INVENTORY: inventory,
  INDUK_LANG: 'en',
  LANG: 'C.UTF-8',
  CI: '1',
  SSH_AUTH_SOCK: '',
});

/**
 * Runs induk on a site and measures it.
 * @param {{inventory: string, home: string}} site
 * @param {string[]} args
 */
export const induk = ({ inventory, home }, ...args) =>
  timed(indukArgv(...args), { env: indukEnv(inventory, home) });
