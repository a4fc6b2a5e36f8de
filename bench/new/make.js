/** Apps made from requests, as people make them. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { root } from '../../scripts/setup/project.js';
import { induk } from '../ground/induk.js';
import { askPage } from './ask.js';

const opd = 'dinas';

/** What the app does whose pages are measured. */
export const complaints = readFileSync(join(root, 'test/e2e/support/complaints.yaml'), 'utf8');

/** The example of a licence service: files, references, letters, three roles. */
export const licences = readFileSync(
  join(root, 'templates/apps/requests/izin-praktik.yaml'),
  'utf8',
);

/** @param {import('../ground/site.js').Site} site */
export const addAgency = (site) =>
  site.write(`opd/${opd}.yaml`, `opd: ${opd}\nname: Dinas Uji\ntype: dinas\napps: {}\n`);

/**
 * Writes a project with `induk new`.
 * @param {import('../ground/site.js').Site} site @param {string} name @param {string} request
 */
export function generate(site, name, request) {
  site.write(`${name}.yaml`, request);
  const file = join(site.inventory, `${name}.yaml`);
  return induk(site, 'new', name, '--request', file, '--opd', opd, '--yes');
}

/**
 * From a request to a page that answers.
 * @param {{site: import('../ground/site.js').Site, server: {address: string}}} place
 * @param {string} name @param {string} request
 * @returns {Promise<number>} seconds
 */
export async function fromRequestToPage({ site, server }, name, request) {
  const began = performance.now();
  await generate(site, name, request);
  trustMirror(site, name);
  giveProcessor(site);
  await induk(site, 'apply', '--yes');
  const deadline = Date.now() + 60_000;
  while ((await statusOf(server.address, name)) !== 200) {
    if (Date.now() > deadline) throw new Error(`${name} does not answer`);
    await setTimeout(100);
  }
  return (performance.now() - began) / 1000;
}

/** @param {string} name of the app */
export const domainOf = (name) => `${name}.bench.test`;

const statusOf = (address, name) =>
  askPage(address, domainOf(name), '/').then(
    ({ status }) => status,
    () => 0,
  );

/** Where the registry is behind a mirror with a certificate of its own, npm must be told. */
function trustMirror(site, name) {
  const certificates = process.env.NODE_EXTRA_CA_CERTS;
  if (certificates === undefined || !existsSync(certificates)) return;
  site.write(`apps/${name}/ca.pem`, readFileSync(certificates, 'utf8'));
  site.write(`apps/${name}/.npmrc`, 'cafile=ca.pem\n');
}

/** A whole processor: with half of one, pauses of the scheduler's would be measured. */
function giveProcessor(site) {
  const path = `opd/${opd}.yaml`;
  const text = readFileSync(join(site.inventory, path), 'utf8');
  site.write(path, text.replaceAll('cpu: 0.5', 'cpu: 1'));
}
