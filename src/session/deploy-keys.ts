/** Keys with which a pipeline deploys one app and can do nothing else. */
import { open, rm } from 'node:fs/promises';
import {
  addDeployKey,
  checkKeyName,
  type DeployKey,
  deployKeys,
  removeDeployKey,
} from '../cluster/deploy-keys/keys.js';
import { exitCodes, Fault } from '../fault.js';
import type { App } from '../inventory/model.js';
import { newSshKey } from '../server/ssh/new-key.js';
import { auditedOn } from './audited.js';
import { changeSite } from './change.js';
import { checkWay, forgetJobs, gateOf, placeJobs } from './deploy-jobs.js';
import type { Changing } from './restart.js';
import { appNamed } from './selection.js';
import { readSite, type Site } from './site.js';

export interface WantedKey {
  app: string;
  /** Of the key, for people. */
  name: string;
}

/**
 * The app of a key.
 * @throws Fault DEP014 for one without a source, DEP015 for a bad name of the key
 */
export function keyedApp(site: Site, { app: named, name }: WantedKey): App {
  checkKeyName(name);
  const app = appNamed(site.inventory, named);
  const usage = { exit: exitCodes.usage };
  if (app.runtime.kind === 'image' || app.source === undefined) {
    throw new Fault('DEP014', { app: app.id }, usage);
  }
  return app;
}

/**
 * Makes a key, writes its private half to a file of its own and lets a manager know it.
 *
 * @param file must not exist
 * @throws Fault CLU070 when the app was never applied, DEP013 when the manager does not get to the
 *   app's own server, DEP016 when it has a key of that name, DEP017 when the file cannot be written
 */
export async function createDeployKey(
  site: Site,
  app: App,
  { name, file }: { name: string; file: string },
  changing: Changing,
): Promise<DeployKey> {
  const connection = await site.connections.get(gateOf(site, app));
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
    await placeJobs(site, state, app, changing);
    await checkWay(site, app).catch(async (error) => {
      if (present.length === 0) await forgetJobs(site, app);
      throw error;
    });
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
  return deployKeys(await site.connections.get(gateOf(site, app)), app.engineName);
}

/** @throws Fault DEP018, exit 64, when the app has no key of that name */
export async function dropDeployKey(site: Site, app: App, name: string): Promise<void> {
  const connection = await site.connections.get(gateOf(site, app));
  const { engineName, id } = app;
  const keys = await deployKeys(connection, engineName);
  if (!keys.some((key) => key.name === name)) {
    const known = keys.map((key) => key.name).join(', ') || '–';
    throw new Fault('DEP018', { app: id, name, known }, { exit: exitCodes.usage });
  }
  await auditedOn(site, 'deploy-key remove', { app: id, name }, async () => {
    await removeDeployKey(connection, { engineName, name });
    if (keys.length === 1) await forgetJobs(site, app);
  });
}
