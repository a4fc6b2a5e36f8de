/** A real app moved from its old host to a server of a lab, as its agency's people see it. */
import { inside } from '../../lab/faults.js';
import type { MoveSite } from './moving.js';
import { asking, type RealApp } from './real-apps.js';

export const agency = 'kota';

export const idOf = ({ name }: RealApp): string => `${agency}/${name}`;
const engineName = ({ name }: RealApp): string => `${agency}-${name}`;

/** Sets the server up, and reads the old host into the inventory. */
export async function readyRealMove(lab: MoveSite, app: RealApp, user = 'root'): Promise<void> {
  const { site, must } = lab;
  await must(['secrets', 'key']);
  await readRealApp(lab, app, user);
  await must(['servers', 'setup', '--as', 'admin', '--yes']);
  const checks = [`pages: ${JSON.stringify(app.pages)}`];
  if (app.check !== undefined) checks.push(`write: {path: ${JSON.stringify(app.check)}}`);
  const lines = [...checks, 'accessLog:'].join('\n      ');
  site.alter(`opd/${agency}.yaml`, 'accessLog:', lines);
}

/** Drafts the app's entry from its old host. */
async function readRealApp({ old, must }: MoveSite, app: RealApp, user: string): Promise<void> {
  await app.before?.(old);
  const target = ['--opd', agency, '--app', app.name, '--write'];
  const known = ['--key', old.keyFile, '--accept-host-key', old.hostKey];
  await must(['inspect', `${user}@${old.address}`, ...target, ...known]);
}

/** What people see of the app at an address: each page's status and text, without what is made anew. */
export async function pagesAt(app: RealApp, address: string): Promise<string[]> {
  const ask = asking(app, address);
  const pages = [];
  for (const page of app.pages) {
    const { status, body } = await ask(page);
    pages.push(`${page} ${status} ${steady(body)}`);
  }
  return pages;
}

/**
 * Without what programs in the browser are told, as when and how fast a page was made. An app that
 * is asked by TLS, as on the new server, links to itself so.
 */
const steady = (body: string): string =>
  body
    .replaceAll(/<script[\s\S]*?<\/script>|<!--[\s\S]*?-->/gi, '')
    .replaceAll(/https(:\/\/|%3A%2F%2F)/g, 'http$1');

/** All that was written, asked of the database of the side that is the live one. */
export async function writtenAt(
  lab: MoveSite,
  app: RealApp,
  side: 'old' | 'new',
): Promise<string[]> {
  const client =
    app.database === 'mariadb'
      ? `mariadb -N ${app.schema}`
      : `psql -XAt -v ON_ERROR_STOP=1 -d ${app.schema}`;
  const old = app.database === 'mariadb' ? client : `cd / && runuser -u postgres -- ${client}`;
  const script =
    side === 'old' ? old : `docker exec -i $(docker ps -qf name=${engineName(app)}-db) ${client}`;
  const host = side === 'old' ? lab.old : lab.server;
  const { stdout } = await inside(host, ['sh', '-c', script], { input: `${app.written};` });
  return stdout.split('\n').filter((line) => line !== '');
}

/** @returns what was acknowledged and is not there, or is there twice */
export function missing(acknowledged: readonly string[], found: readonly string[]): string[] {
  const known = new Set(found);
  const twice = found.filter((id, index) => found.indexOf(id) !== index);
  const sameAnswer = acknowledged.filter((id, index) => acknowledged.indexOf(id) !== index);
  return [...acknowledged.filter((id) => !known.has(id)), ...twice, ...sameAnswer];
}

/**
 * Gives the app's files a disk of their own that is too small, before anything is brought there.
 * @param size as mount(8) reads it
 * @returns where it is mounted
 */
export async function smallVolume(
  { server }: MoveSite,
  app: RealApp,
  size: string,
): Promise<string> {
  const volume = `${engineName(app)}-app`;
  const folder = `/var/lib/docker/volumes/${volume}/_data`;
  const labels = `--label induk.site=kota-uji --label induk.app=${idOf(app)}`;
  const script = `docker volume create ${labels} ${volume}; mount -t tmpfs -o size=${size} tmpfs ${folder}`;
  await inside(server, ['sh', '-ec', script]);
  return folder;
}
