import { readLock } from '../cluster/lock.js';
import { observe } from '../cluster/observe.js';
import { checkApps } from '../cluster/runtime/doctor/apps.js';
import { failed, ok, trouble } from '../cluster/runtime/doctor/finding.js';
import { checkLock } from '../cluster/runtime/doctor/lock.js';
import { checkDisk, checkPorts } from '../cluster/runtime/doctor/machine.js';
import { checkDomains } from '../cluster/runtime/doctor/names.js';
import { checkProxy } from '../cluster/runtime/doctor/proxies.js';
import { checkEngines, checkNodes } from '../cluster/runtime/doctor/swarm.js';
import type { Finding } from '../cluster/runtime/model.js';
import { readStatus } from '../cluster/runtime/status.js';
import { Fault } from '../fault.js';
import { findIdentities } from '../secrets/identity.js';
import type { Connection } from '../server/connection.js';
import { wantedRoutes } from './routes.js';
import type { Site } from './site.js';

type Tell = (findings: Finding[]) => void;

const oldestNode = '20.19';

/** Whether this Node can run induk. */
export function checkNode(version: string): Finding {
  const [major = 0, minor = 0] = version.replace(/^v/, '').split('.').map(Number);
  const [needMajor = 0, needMinor = 0] = oldestNode.split('.').map(Number);
  const isNew = major > needMajor || (major === needMajor && minor >= needMinor);
  const args = { version, needed: oldestNode };
  return isNew
    ? ok('program', 'node', version)
    : trouble('program', 'node', 'fail', 'CLU087', args);
}

/** Whether the caller can read the secrets: a private key, and its public half in the team. */
export async function checkKey(team: readonly string[]): Promise<Finding> {
  try {
    const found = await findIdentities();
    const mine = found.map(({ recipient }) => recipient);
    // Without a team the first key is made when it is needed.
    if (team.length === 0) return ok('key', mine[0] ?? '');
    const [first] = mine;
    if (first === undefined) return trouble('key', '', 'fail', 'CLU098', {});
    const member = mine.find((recipient) => team.includes(recipient));
    return member === undefined
      ? trouble('key', first, 'fail', 'CLU099', { recipient: first })
      : ok('key', member);
  } catch (error) {
    return failed('key', '', error);
  }
}

/**
 * Looks at the whole way from this machine to the apps. Changes nothing and takes no lock.
 *
 * @param tell given the findings of each part as soon as it has been looked at
 */
export async function examine(site: Site, tell: Tell): Promise<void> {
  const { inventory } = site;
  tell([await checkKey(inventory.site.team)]);
  const connections = await reachable(site, tell);
  const [disks] = await Promise.all([
    Promise.all(connections.map(checkDisk)),
    checkEngines(connections).then(tell),
  ]);
  tell(disks);
  try {
    await examineSwarm(site, connections, tell);
  } catch (error) {
    tell([failed('swarm', inventory.site.name, error)]);
  }
  tell(await checkDomains(inventory));
  const { proxy } = inventory.site;
  for (const server of inventory.servers) tell(await checkPorts(server, proxy));
}

/** Servers that let us in and whose engine answers. */
async function reachable(site: Site, tell: Tell): Promise<Connection[]> {
  const opened = await site.connections.openAll();
  const checked = await Promise.all(
    opened.map(async ({ server, connection, error }) => {
      if (connection === undefined) return { finding: failed('server', server, error) };
      try {
        await connection.docker.ping();
        return { finding: ok('server', server, connection.user), connection };
      } catch (problem) {
        return { finding: failed('server', server, problem) };
      }
    }),
  );
  tell(checked.map(({ finding }) => finding));
  return checked.flatMap(({ connection }) => connection ?? []);
}

async function examineSwarm(site: Site, connections: Connection[], tell: Tell): Promise<void> {
  const { inventory } = site;
  const manager = await site.manager();
  const observed = await observe(manager.docker);
  if (observed.swarm === 'inactive') throw new Fault('CLU063', { server: manager.server });
  tell([ok('swarm', inventory.site.name, manager.server), ...checkNodes(inventory, observed)]);
  const routes = await wantedRoutes(site, observed);
  for (const connection of connections) {
    const wanted = routes.get(connection.server);
    if (wanted !== undefined) tell(await checkProxy(connection, observed, wanted));
  }
  const status = await readStatus(manager, inventory, { connection: site.connections.get });
  tell(checkApps(status));
  tell([checkLock(inventory.site.name, await readLock(manager.docker, inventory.site.name))]);
}
