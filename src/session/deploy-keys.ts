/** Keys with which a pipeline deploys one app and can do nothing else. */
import { open, rm } from 'node:fs/promises';
import { prepareAccount } from '../cluster/deploy-keys/account.js';
import { hasJob, jobOf, placeJob, removeJob } from '../cluster/deploy-keys/job.js';
import {
  addDeployKey,
  checkKeyName,
  type DeployKey,
  deployKeys,
  removeDeployKey,
} from '../cluster/deploy-keys/keys.js';
import { exitCodes, Fault } from '../fault.js';
import type { App } from '../inventory/model.js';
import type { Connection } from '../server/connection.js';
import { newSshKey } from '../server/ssh/new-key.js';
import { auditedOn } from './audited.js';
import { builtWorker } from './backups/restore/worker.js';
import { changeSite } from './change.js';
import type { Changing } from './restart.js';
import { appNamed } from './selection.js';
import { readSite, type Site, type SiteState } from './site.js';

export interface WantedKey {
  app: string;
  /** Of the key, for people. */
  name: string;
}

/**
 * The app of a key.
 * @throws Fault DEP013 for one that is on a server that is no manager, DEP014 for one without a
 *   source, DEP015 for a bad name of the key
 */
export function keyedApp(site: Site, { app: named, name }: WantedKey): App {
  checkKeyName(name);
  const app = appNamed(site.inventory, named);
  const usage = { exit: exitCodes.usage };
  if (app.runtime.kind === 'image' || app.source === undefined) {
    throw new Fault('DEP014', { app: app.id }, usage);
  }
  if (!isOnManager(site, app)) {
    throw new Fault('DEP013', { app: app.id, server: app.server }, usage);
  }
  return app;
}

const isOnManager = ({ inventory }: Site, { server }: App): boolean =>
  inventory.servers.some(({ name, role }) => name === server && role === 'manager');

/**
 * Makes a key, writes its private half to a file of its own and lets the app's server know it.
 *
 * @param file must not exist
 * @throws Fault CLU070 when the app was never applied, DEP016 when it has a key of that name,
 *   DEP017 when the file cannot be written
 */
export async function createDeployKey(
  site: Site,
  app: App,
  { name, file }: { name: string; file: string },
  changing: Changing,
): Promise<DeployKey> {
  const connection = await site.connections.get(app.server);
  const { engineName } = app;
  const { onTakeOver } = changing;
  const change = { action: 'deploy-key create', app: app.id, detail: { name }, onTakeOver };
  await changeSite(site, change, async () => {
    const state = await readSite(site);
    if (!state.observed.services.some((each) => each.spec.name === engineName)) {
      throw new Fault('CLU070', { app: app.id });
    }
    const present = await deployKeys(connection, engineName);
    if (present.some((key) => key.name === name)) throw new Fault('DEP016', { app: app.id, name });
    await prepareAccount(connection);
    await place(site, state, app, changing);
    const { privateKey, publicKey } = newSshKey(`induk:${engineName}:${name}`);
    await writeKey(file, privateKey);
    await addDeployKey(connection, { engineName, name, publicKey }).catch(async (error) => {
      await rm(file, { force: true });
      throw error;
    });
  });
  const made = (await deployKeys(connection, engineName)).find((key) => key.name === name);
  if (made === undefined) throw new Error(`${name} is not among the keys of ${app.id}`);
  return made;
}

async function place(site: Site, state: SiteState, app: App, changing: Changing): Promise<void> {
  const connection = await site.connections.get(app.server);
  const image = await builtWorker(site, state.desired, app.server, changing);
  const job = jobOf(site.inventory, state.materials, app);
  await placeJob(connection, job, { image, packageRoot: site.places.packageRoot });
}

/** Never over a file that is there: it may be the only copy of another key. */
async function writeKey(file: string, privateKey: string): Promise<void> {
  try {
    const handle = await open(file, 'wx', 0o600);
    await handle.write(privateKey);
    await handle.close();
  } catch (error) {
    const reason = (error as NodeJS.ErrnoException).code ?? String(error);
    throw new Fault('DEP017', { file, reason }, { exit: exitCodes.usage });
  }
}

export async function listDeployKeys(site: Site, app: App): Promise<DeployKey[]> {
  return deployKeys(await site.connections.get(app.server), app.engineName);
}

/** @throws Fault DEP018, exit 64, when the app has no key of that name */
export async function dropDeployKey(site: Site, app: App, name: string): Promise<void> {
  const connection = await site.connections.get(app.server);
  const { engineName, id } = app;
  const keys = await deployKeys(connection, engineName);
  if (!keys.some((key) => key.name === name)) {
    const known = keys.map((key) => key.name).join(', ') || '–';
    throw new Fault('DEP018', { app: id, name, known }, { exit: exitCodes.usage });
  }
  await auditedOn(site, 'deploy-key remove', { app: id, name }, async () => {
    await removeDeployKey(connection, { engineName, name });
    if (keys.length === 1) await removeJob(connection, engineName);
  });
}

/**
 * Brings what a server knows of an app up to date with what was just applied, where there is a
 * deploy key for it. What that meets stops nothing: the next run does it.
 */
export async function refreshJobs(
  site: Site,
  state: SiteState,
  apps: readonly App[],
  changing: Changing,
): Promise<void> {
  for (const app of apps.filter((each) => each.source !== undefined && isOnManager(site, each))) {
    try {
      const connection: Connection = await site.connections.get(app.server);
      if (await hasJob(connection, app.engineName)) await place(site, state, app, changing);
    } catch (error) {
      const reason = error instanceof Fault ? error.code : (error as Error).message;
      changing.emit({ type: 'note', app: app.id, message: `deploy key not prepared: ${reason}` });
    }
  }
}

/** Takes all keys of an app away, where it has any: it is destroyed. */
export async function forgetDeployKeys(connection: Connection, engineName: string): Promise<void> {
  if (!(await hasJob(connection, engineName))) return;
  for (const { name } of await deployKeys(connection, engineName)) {
    await removeDeployKey(connection, { engineName, name });
  }
  await removeJob(connection, engineName);
}
