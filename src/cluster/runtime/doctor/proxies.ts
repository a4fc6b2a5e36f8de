import { canonicalJson } from '../../../desired/digest.js';
import type { ProxyConfig } from '../../../desired/proxy-config.js';
import type { Observed } from '../../../plan/observed.js';
import type { Connection } from '../../../server/connection.js';
import { proxyOn } from '../access-log.js';
import { readFiles } from '../archive.js';
import type { Finding } from '../model.js';
import { failed, ok, trouble } from './finding.js';

/** Where Caddy keeps the configuration it runs, to resume it after a restart. */
const autosave = '/config/caddy/autosave.json';

/** A proxy runs on the server, with the routes of the apps that run. */
export async function checkProxy(
  connection: Connection,
  { nodes }: Observed,
  wanted: ProxyConfig,
): Promise<Finding[]> {
  const { server } = connection;
  const node = nodes.find((each) => each.server === server);
  try {
    const container = await proxyOn(connection);
    const files = await readFiles(container, autosave);
    return [ok('proxy', server), routes(server, node, wanted, files.get('autosave.json'))];
  } catch (error) {
    return [failed('proxy', server, error)];
  }
}

function routes(
  server: string,
  node: { hostname: string; routes?: string } | undefined,
  { config, digest, domains }: ProxyConfig,
  loaded: string | undefined,
): Finding {
  if (node?.routes !== digest) return trouble('routes', server, 'warn', 'CLU090', { server });
  if (loaded === undefined || canonicalJson(withoutKeys(loaded)) !== canonicalJson(config)) {
    return trouble('routes', server, 'fail', 'CLU089', { server, node: node.hostname });
  }
  return ok('routes', server, domains.length === 1 ? '1 domain' : `${domains.length} domains`);
}

/** Certificates with their keys are added on loading; neither compared nor kept. */
function withoutKeys(text: string): unknown {
  const config = JSON.parse(text) as { apps?: { tls?: { certificates?: unknown } } };
  if (config.apps?.tls !== undefined) delete config.apps.tls.certificates;
  return config;
}
