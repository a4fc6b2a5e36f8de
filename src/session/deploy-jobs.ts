/** What servers know of apps that are deployed by keys: made, kept up to date, taken away. */
import { deployUser, prepareAccount } from '../cluster/deploy-keys/account.js';
import { wayProblem } from '../cluster/deploy-keys/builder.js';
import { jobOf, type Way } from '../cluster/deploy-keys/job.js';
import { hasJob, placeJob, removeJob } from '../cluster/deploy-keys/jobs-folder.js';
import { addDeployKey, deployKeys, removeDeployKey } from '../cluster/deploy-keys/keys.js';
import { Fault } from '../fault.js';
import type { App } from '../inventory/model.js';
import type { Connection } from '../server/connection.js';
import { fingerprint } from '../server/ssh/fingerprint.js';
import { builtWorker } from './backups/restore/worker.js';
import { hostKeyLine } from './host-key-line.js';
import type { Changing } from './restart.js';
import type { Site, SiteState } from './site.js';

/**
 * The server that lets an app's keys in: its own if that is a manager, else the first manager,
 * since only a manager can replace what runs.
 */
export function gateOf({ inventory }: Site, { server }: App): string {
  const managers = inventory.servers.filter(({ role }) => role === 'manager');
  const gate = managers.find(({ name }) => name === server) ?? managers[0];
  return gate?.name ?? server;
}

/** Makes a server know an app as it is applied, and the app's own server, should it be another. */
export async function placeJobs(
  site: Site,
  state: SiteState,
  app: App,
  changing: Changing,
): Promise<void> {
  const gate = gateOf(site, app);
  const connection = await site.connections.get(gate);
  const { packageRoot } = site.places;
  const make = (server: string, way?: Way) =>
    jobOf(site.inventory, state.materials, app, { server, ...(way && { way }) });
  const image = await builtWorker(site, state.desired, gate, changing);
  await prepareAccount(connection);
  if (gate === app.server) {
    return placeJob(connection, make(gate), { image, packageRoot, part: 'deploy' });
  }
  const builder = await site.connections.get(app.server);
  const there = await builtWorker(site, state.desired, app.server, changing);
  await prepareAccount(builder);
  await placeJob(builder, make(app.server), { image: there, packageRoot, part: 'build' });
  const { engineName } = app;
  // Its name tells who comes with it.
  const admit = (publicKey: string) => addDeployKey(builder, { engineName, name: gate, publicKey });
  const job = make(gate, wayTo(site, app, await hostKeyLine(builder)));
  await placeJob(connection, job, { image, packageRoot, part: 'deploy', admit });
}

function wayTo({ inventory }: Site, app: App, keyLine: string): Way {
  const server = inventory.servers.find(({ name }) => name === app.server);
  if (server === undefined) throw new Error(`${app.server} is no server of the inventory`);
  const hostKey = fingerprint(Buffer.from(keyLine.split(' ')[1] ?? '', 'base64'));
  const { port, privateAddress, address } = server;
  const way = { port, user: deployUser, hostKey, key: '/job/key' };
  return { ...way, address: privateAddress ?? address };
}

/**
 * Makes sure that a manager gets to an app's own server, as each deployment will.
 * @throws Fault DEP013 when it does not
 */
export async function checkWay(site: Site, app: App): Promise<void> {
  const gate = gateOf(site, app);
  if (gate === app.server) return;
  const line = await hostKeyLine(await site.connections.get(app.server));
  const way = wayTo(site, app, line);
  const manager = await site.connections.get(gate);
  const reason = await wayProblem(manager, app.engineName, way, line);
  if (reason === undefined) return;
  const { address, port } = way;
  throw new Fault('DEP013', { app: app.id, server: app.server, gate, address, port, reason });
}

/**
 * Brings what servers know of apps up to date with what was just applied, where there are deploy
 * keys for them. What that meets stops nothing: the next run does it.
 */
export async function refreshJobs(
  site: Site,
  state: SiteState,
  apps: readonly App[],
  changing: Changing,
): Promise<void> {
  for (const app of apps.filter(({ source }) => source !== undefined)) {
    try {
      const connection = await site.connections.get(gateOf(site, app));
      if (await hasJob(connection, app.engineName)) await placeJobs(site, state, app, changing);
    } catch (error) {
      const reason = error instanceof Fault ? error.code : (error as Error).message;
      changing.emit({ type: 'note', app: app.id, message: `deploy key not prepared: ${reason}` });
    }
  }
}

/** Takes all that is known of an app for its keys away, on the servers where that is. */
export async function forgetJobs(site: Site, app: App): Promise<void> {
  for (const server of new Set([gateOf(site, app), app.server])) {
    await forgetDeployKeys(await site.connections.get(server), app.engineName);
  }
}

/** Takes all that one server has for the deployment of an app by keys away. */
export async function forgetDeployKeys(connection: Connection, engineName: string): Promise<void> {
  if (!(await hasJob(connection, engineName))) return;
  for (const { name } of await deployKeys(connection, engineName)) {
    await removeDeployKey(connection, { engineName, name });
  }
  await removeJob(connection, engineName);
}
