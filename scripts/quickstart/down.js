import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { engineAnswers } from '../setup/engine.js';
import { root } from '../setup/project.js';
import { findProgram, run } from '../setup/run.js';
import { stopEngine } from '../setup/stop.js';
import { certificateFile, forget, readMade, siteFile } from './state.js';

const label = 'label=induk.site=kota-contoh';

/**
 * Takes away what the quickstart made: apps with their data, the proxy, images, secrets, the
 * Swarm and the engine's run where it made them. Installed packages stay; it says how to
 * remove them.
 * @param {{log: (line: string) => void}} options
 */
export async function quickstartDown({ log }) {
  const made = readMade();
  if (await engineAnswers()) {
    await removeObjects(log);
    if (made.swarm) await docker(['swarm', 'leave', '--force']);
    else await forgetLabels();
  }
  if (made.swarm) rmSync('/var/lib/induk', { recursive: true, force: true });
  if (made.vault) rmSync(made.vault, { recursive: true, force: true });
  if (made.recipient) forgetRecipient(made.recipient);
  forgetRecords();
  log('Removing generated secrets …');
  rmSync(join(root, 'inventory', 'secrets'), { recursive: true, force: true });
  rmSync(certificateFile, { force: true });
  if (made.engine) await stopEngine(log);
  forget();
  log('Everything the quickstart made is gone.');
  if (made.key) log('Your key for encrypted secrets stays: another inventory may need it by now.');
  if (made.engine === 'installed') log('The engine itself: apt-get purge docker.io containerd');
}

/** What runs and drills of the example's apps left: the next quickstart's are not proven by them. */
function forgetRecords() {
  const apps = ['dispar-wisata', 'disdukcapil-antrian', 'kec-sukamaju-profil'];
  for (const folder of ['/var/lib/induk/backups', '/var/lib/induk/metrics']) {
    const names = existsSync(folder) ? readdirSync(folder) : [];
    for (const name of names.filter((file) => apps.some((app) => file.includes(app)))) {
      rmSync(join(folder, name));
    }
  }
}

/** A Swarm that was there before keeps its node, which must not say that routes are loaded. */
async function forgetLabels() {
  const [node = ''] = await lines(['info', '-f', '{{.Swarm.NodeID}}']);
  for (const label of ['induk.server', 'induk.routes', 'induk.backups']) {
    const remove = ['node', 'update', '--label-rm', label, node];
    await run([findProgram('docker') ?? 'docker', ...remove], { check: false });
  }
}

/** Takes the line that vault setup wrote out of site.yaml. @param {string} recipient */
function forgetRecipient(recipient) {
  const text = readFileSync(siteFile, 'utf8');
  writeFileSync(siteFile, text.replace(new RegExp(`^ *recipient: ${recipient}\\n`, 'm'), ''));
}

/** @param {(line: string) => void} log */
async function removeObjects(log) {
  // A second `--down` finds no Swarm any more.
  const isManager = (await lines(['info', '-f', '{{.Swarm.ControlAvailable}}']))[0] === 'true';
  log('Removing services …');
  if (isManager) await removeAll(['service', 'ls', '-q', '-f', label], ['service', 'rm']);
  await containersGone();
  log('Removing networks, secrets, volumes with their data, and images …');
  await removeAll(['network', 'ls', '-q', '-f', label], ['network', 'rm']);
  for (const kind of isManager ? ['secret', 'config'] : []) {
    await removeAll([kind, 'ls', '-q', '-f', label], [kind, 'rm']);
  }
  await removeAll(['volume', 'ls', '-q', '-f', label], ['volume', 'rm']);
  await removeAll(['image', 'ls', '-q', '-f', label], ['image', 'rm', '--force']);
  await run([
    findProgram('docker') ?? 'docker',
    'image',
    'prune',
    '--force',
    '--filter',
    'label=induk.stage=build',
  ]);
}

/** @param {string[]} list @param {string[]} remove */
async function removeAll(list, remove) {
  const ids = [...new Set(await lines(list))];
  if (ids.length > 0) await docker([...remove, ...ids]);
}

/** Volumes and networks are in use until the last container has stopped. */
async function containersGone() {
  const deadline = Date.now() + 120_000;
  while ((await lines(['ps', '-q', '-f', label])).length > 0 && Date.now() < deadline) {
    await delay(500);
  }
  // Swarm keeps the ended containers of release commands, and they hold volumes.
  await removeAll(['ps', '-aq', '-f', label], ['rm', '--force', '--volumes']);
}

/** @param {string[]} args */
async function lines(args) {
  const { stdout } = await docker(args);
  return stdout.split('\n').filter(Boolean);
}

/** @param {string[]} args */
function docker(args) {
  return run([findProgram('docker') ?? 'docker', ...args]);
}
