/** Whether a place that is no server of ours can be reached from those that will use it. */
import { setTimeout } from 'node:timers/promises';
import { Fault } from '../../fault.js';
import type { Server, Vault } from '../../inventory/model.js';
import type { Connection } from '../../server/connection.js';
import type { Site } from '../site.js';
import type { VaultSteps } from './steps.js';

type Place = Exclude<Vault, { kind: 'server' }>;

/** Milliseconds. */
const patience = 10_000;

/** The deepest folder of a path that is there, and the free bytes in it. */
const freeAt = `
folder=$1
while [ ! -d "$folder" ]; do folder=$(dirname "$folder"); done
df -B1 --output=avail "$folder" | tail -n 1`;

/**
 * Tries a place from each of the site's servers.
 * @throws Fault BAK078 when none reaches it; a single one that does not is a warning.
 */
export async function checkPlace(site: Site, place: Place, steps: VaultSteps): Promise<void> {
  const words = place.kind === 'url' ? place.url : place.path;
  const servers = site.inventory.servers.filter((server) => uses(site, server));
  const opened = await site.connections.openAll(servers.map(({ name }) => name));
  const reasons: string[] = [];
  for (const { server, connection, error } of opened) {
    try {
      if (connection === undefined) throw error;
      const note = await (place.kind === 'url'
        ? dial(connection, endpointOf(place.url))
        : room(connection, place.path));
      await steps.take({ server, name: 'place', change: undefined, note, act: async () => {} });
    } catch (cause) {
      const reason = cause instanceof Fault ? cause.code : (cause as Error).message;
      reasons.push(reason);
      steps.warn(server, 'BAK083', { from: server, vault: words, reason });
    }
  }
  if (reasons.length === opened.length) {
    throw new Fault('BAK078', { place: words, reason: reasons[0] ?? 'no server has an app' });
  }
}

function uses({ inventory }: Site, server: Server): boolean {
  return inventory.apps.length === 0 || inventory.apps.some((app) => app.server === server.name);
}

async function dial(
  connection: Connection,
  { host, port }: { host: string; port: number },
): Promise<string> {
  const late = setTimeout(patience, undefined, { ref: false }).then(() => {
    throw new Error(`no answer in ${patience / 1000} s`);
  });
  const stream = await Promise.race([connection.forward(host, port), late]);
  stream.destroy();
  return `reaches ${host} port ${port}`;
}

async function room(connection: Connection, path: string): Promise<string> {
  const { code, stdout, stderr } = await connection.exec(['sh', '-ec', freeAt, 'sh', path]);
  if (code !== 0) throw new Error(stderr.trim() || `status ${code}`);
  return `${Math.floor(Number(stdout) / 2 ** 30)} GiB free`;
}

/** Where restic would connect to: its notation of rest:, sftp: and s3:. */
export function endpointOf(url: string): { host: string; port: number } {
  const [, kind = '', rest = ''] = /^(rest|sftp|s3):(.*)$/.exec(url) ?? [];
  const scheme = /^(https?):/.exec(rest)?.[1];
  const usual = kind === 'sftp' ? 22 : scheme === 'http' ? 80 : 443;
  const place = rest.replace(/^(?:https?:)?\/\//, '').replace(/^[^@/]*@/, '');
  const found = /^(\[[^\]]+\]|[^:/]+)(?::(\d+)(?=\/|$))?/.exec(place);
  const host = (found?.[1] ?? place).replace(/^\[|\]$/g, '');
  return { host, port: found?.[2] === undefined ? usual : Number(found[2]) };
}
