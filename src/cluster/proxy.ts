import type Docker from 'dockerode';
import { broughtFolder, withBrought } from '../desired/brought-certificates.js';
import { labels, proxyService, serviceLabel } from '../desired/names.js';
import { Fault } from '../fault.js';
import type { Connection } from '../server/connection.js';
import { runInContainer } from './container-exec.js';
import type { ConvergeOptions } from './converge.js';
import { get } from './observe.js';
import { poll } from './wait.js';

const adminSocket = 'unix//run/caddy/admin.sock';

/** A certificate with its key, both PEM. */
export interface Certificate {
  certificate: string;
  key: string;
}

/**
 * Loads a server's whole proxy configuration through Caddy's admin API, from inside the
 * proxy's container, and notes its digest on the node. Caddy keeps the configuration on
 * disk itself and resumes it after a restart.
 *
 * @param manager engine of a manager, where node labels are written
 * @throws Fault CLU040 when no proxy runs there, CLU041 when Caddy refuses the configuration
 */
export async function loadRoutes(
  connection: Connection,
  manager: Docker,
  config: { config: unknown; digest: string; certificate?: Certificate },
  options: ConvergeOptions,
): Promise<void> {
  const container = await proxyContainer(connection, options);
  const whole = withCertificate(config.config, config.certificate);
  const body = JSON.stringify((await hasBrought(container)) ? withBrought(whole) : whole);
  const result = await runInContainer(
    container,
    ['caddy', 'reload', '--config', '-', '--address', adminSocket],
    body,
  );
  if (result.code !== 0) {
    const reason = result.output.trim().split('\n').at(-1) ?? '';
    throw new Fault('CLU041', { server: connection.server, reason });
  }
  await labelNode(manager, connection.server, { [labels.routes]: config.digest });
}

async function proxyContainer(
  connection: Connection,
  options: ConvergeOptions,
): Promise<Docker.Container> {
  const found = await poll(
    async () => {
      const [container] = await connection.docker.listContainers({
        filters: { label: [`${serviceLabel}=${proxyService}`], status: ['running'] },
      });
      return container;
    },
    { timeout: 60_000, ...options },
  );
  if (found === 'timeout') throw new Fault('CLU040', { server: connection.server });
  return connection.docker.getContainer(found.Id);
}

/** Whether certificates of apps came here with them: their folder, once made, stays. */
async function hasBrought(container: Docker.Container): Promise<boolean> {
  return (await runInContainer(container, ['ls', broughtFolder])).code === 0;
}

function withCertificate(config: unknown, pair: Certificate | undefined): unknown {
  if (pair === undefined) return config;
  const whole = config as { apps: { tls: object } };
  const tls = { ...whole.apps.tls, certificates: { load_pem: [pair] } };
  return { ...whole, apps: { ...whole.apps, tls } };
}

interface EngineNode {
  ID: string;
  Version: { Index: number };
  Spec: { Labels?: Record<string, string> };
}

/** Adds labels to the node of a server, keeping the others. */
export async function labelNode(
  manager: Docker,
  server: string,
  added: Record<string, string>,
): Promise<void> {
  const nodes = await get<EngineNode[]>(manager, '/nodes');
  const node = nodes.find(({ Spec }) => Spec.Labels?.[labels.server] === server);
  if (node === undefined) throw new Fault('CLU042', { server });
  await updateNode(manager, node.ID, added);
}

/** Retries when another change to the node came in between. */
export async function updateNode(
  manager: Docker,
  id: string,
  added: Record<string, string>,
): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    const node = await get<EngineNode>(manager, `/nodes/${id}`);
    try {
      await manager.getNode(id).update({
        ...node.Spec,
        Labels: { ...node.Spec.Labels, ...added },
        version: node.Version.Index,
      });
      return;
    } catch (error) {
      const outOfSequence = /out of sequence/.test((error as Error).message);
      if (!outOfSequence || attempt === 5) throw error;
    }
  }
}
