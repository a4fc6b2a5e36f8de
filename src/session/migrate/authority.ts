/** Who vouches for the certificates of an app's new server. */
import { readFiles } from '../../cluster/runtime/archive.js';
import { poll } from '../../cluster/wait.js';
import { proxyService, serviceLabel } from '../../desired/names.js';
import type { Connection } from '../../server/connection.js';
import { certificateOf } from '../routes.js';
import type { Site } from '../site.js';

/** Where Caddy keeps the certificate of its own authority. */
const root = '/data/caddy/pki/authorities/local/root.crt';

/**
 * The authority that an old host must know to send visitors on without sending them to a stranger.
 * @returns PEM; undefined where it is one that everybody knows, or where none was made yet
 */
export async function authorityOf(
  site: Site,
  connection: Connection,
  signal: AbortSignal,
): Promise<string | undefined> {
  const { tls } = site.inventory.site.proxy;
  // Of one's own files a certificate may vouch for itself, or be followed by who does.
  if (tls === 'files') return (await certificateOf(site)).certificate?.certificate;
  if (tls === 'acme') return undefined;
  const found = await poll(() => rootOf(connection), { timeout: 20_000, signal });
  return found === 'timeout' ? undefined : found;
}

async function rootOf({ docker }: Connection): Promise<string | undefined> {
  const filters = { label: [`${serviceLabel}=${proxyService}`], status: ['running'] };
  const [proxy] = await docker.listContainers({ filters });
  if (proxy === undefined) return undefined;
  const files = await readFiles(docker.getContainer(proxy.Id), root);
  return [...files.values()][0];
}
