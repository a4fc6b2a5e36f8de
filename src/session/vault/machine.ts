/** A vault server: the machine, its image, its container, and whether it answers. */
import { askVault } from '../../backup/vault/ask.js';
import {
  startVault,
  type VaultSpec,
  vaultCertificate,
  vaultChange,
  vaultLog,
} from '../../backup/vault/container.js';
import { certificateNames, vaultAddresses } from '../../backup/vault/names.js';
import { buildImage } from '../../cluster/images/build.js';
import { hasImage } from '../../cluster/images/pull.js';
import { poll } from '../../cluster/wait.js';
import { Fault } from '../../fault.js';
import { machinesOf } from '../../inventory/machines.js';
import type { Server } from '../../inventory/model.js';
import type { PresentedKey } from '../../server/connect.js';
import type { Connection } from '../../server/connection.js';
import { connections } from '../../server/pool.js';
import { prepare } from '../../server/setup/prepare.js';
import type { Site } from '../site.js';
import { vaultImage } from './image.js';
import type { VaultSteps } from './steps.js';

export interface MachineAccess {
  as?: string;
  onHostKey?: (key: PresentedKey) => boolean | Promise<boolean>;
}

/** Milliseconds until a vault that was just started must answer. */
const patience = 30_000;

/**
 * Makes a machine a vault.
 * @returns the certificate it is known by, PEM.
 * @throws Fault SRV… of a step of the machine; BAK064 when the vault does not answer, BAK065
 *   when another site's is there.
 */
export async function setUpVaultServer(
  site: Site,
  { server, port }: { server: Server; port: number },
  access: MachineAccess,
  steps: VaultSteps,
): Promise<string> {
  const { inventory } = site;
  const request = {
    ...access,
    servers: machinesOf(inventory),
    ports: [],
    inside: { tcp: [port], udp: [] },
    emit: steps.emit,
    ...(steps.signal === undefined ? {} : { signal: steps.signal }),
  };
  const open: Connection[] = [];
  const pool = connections(request);
  try {
    const ready = await prepare(server, request, pool, open);
    steps.changes += ready.changes;
    const image = await build(site, ready.connection, steps);
    const names = certificateNames(server);
    return await run(ready.connection, { site: inventory.site.name, image, port, names }, steps);
  } finally {
    await Promise.all(open.map((connection) => connection.close()));
    await pool.close();
  }
}

async function build(site: Site, connection: Connection, steps: VaultSteps): Promise<string> {
  const image = await vaultImage(site.places.packageRoot, connection.server);
  const place = { ...site.places, site: site.inventory.site.name };
  await steps.take({
    server: connection.server,
    name: 'image',
    change: (await hasImage(connection, image.reference)) ? undefined : 'build the vault’s image',
    act: async (say) => {
      const { signal } = steps;
      await buildImage(connection, image, { ...place, say, ...(signal && { signal }) });
    },
  });
  return image.reference;
}

async function run(connection: Connection, spec: VaultSpec, steps: VaultSteps): Promise<string> {
  const { server } = connection;
  let certificate: string | undefined;
  const change = await vaultChange(connection, spec);
  const answers = async () => {
    certificate = await answering(connection, spec, steps.signal);
  };
  await steps.take({
    server,
    name: 'vault',
    change,
    note: `port ${spec.port}`,
    act: async () => {
      await startVault(connection, spec);
      await answers();
    },
  });
  if (certificate === undefined) await answers();
  return certificate ?? '';
}

/** The certificate of a vault that shows it and asks for an account, as it must. */
async function answering(
  connection: Connection,
  { port, names }: VaultSpec,
  signal?: AbortSignal,
): Promise<string> {
  let reason = '';
  const name = names.split(',')[0]?.replace(/^\w+:/, '') ?? '';
  const found = await poll(
    async () => {
      try {
        const certificate = await vaultCertificate(connection);
        const vantage = { connection, host: '127.0.0.1', port, name, certificate };
        const status = await askVault(vantage);
        if (status === 401) return certificate;
        reason = `it answers ${status} to a request without an account`;
      } catch (error) {
        reason = error instanceof Fault ? error.code : (error as Error).message;
      }
      return undefined;
    },
    { timeout: patience, ...(signal && { signal }) },
  );
  if (found !== 'timeout') return found;
  const logTail = await vaultLog(connection).catch(() => []);
  throw new Fault('BAK064', { server: connection.server, reason }, { logTail });
}

/** Says which of the site's servers do not get through to the vault; a warning, no fault. */
export async function checkReach(
  site: Site,
  { server, port, certificate }: { server: Server; port: number; certificate: string },
  steps: VaultSteps,
): Promise<void> {
  const [name = server.address] = vaultAddresses(server);
  const opened = await site.connections.openAll(site.inventory.servers.map((one) => one.name));
  for (const { server: from, connection, error } of opened) {
    const reason = await (connection === undefined
      ? reasonOf(error)
      : askVault({ connection, host: name, port, name, certificate }).then(
          (status) => (status === 401 ? undefined : `status ${status}`),
          reasonOf,
        ));
    if (reason !== undefined) steps.warn(from, 'BAK083', { from, vault: server.name, reason });
  }
}

function reasonOf(error: unknown): string {
  return error instanceof Fault ? error.code : (error as Error).message;
}
