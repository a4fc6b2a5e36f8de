import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../setup/project.js';

/**
 * What the quickstart made on this machine, so that `--down` takes away that and nothing else.
 * @typedef {object} Made
 * @property {number} [http] port published instead of 80
 * @property {number} [https] port published instead of 443
 * @property {'installed' | 'started'} [engine]
 * @property {boolean} [swarm] made the Swarm
 * @property {boolean} [key] made the age key
 * @property {string[]} [bases] base images made
 * @property {string} [vault] folder of the vault
 * @property {string} [recipient] line that vault setup wrote into site.yaml
 */

const folder = join(root, '.induk');
const file = join(folder, 'quickstart.json');

/** @returns {Made} */
export function readMade() {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return {};
  }
}

/** Adds to what is known, at once: a killed run must not forget. @param {Made} more */
export function remember(more) {
  mkdirSync(folder, { recursive: true });
  writeFileSync(file, `${JSON.stringify({ ...readMade(), ...more }, null, 2)}\n`);
}

export function forget() {
  rmSync(file, { force: true });
}

/** Root certificate of the site's own authority, saved for browsers and curl. */
export const certificateFile = join(folder, 'kota-contoh-ca.crt');

/** The example inventory's own words. */
export const siteFile = join(root, 'inventory', 'site.yaml');
export const vaultFolder = '/var/backups/induk';
