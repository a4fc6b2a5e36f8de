import type { Site } from '../inventory/model.js';
import type { ServiceSpec } from './model.js';
import { edgeNetwork, labels, proxyService } from './names.js';
import { resources, sortMounts } from './service-parts.js';

/** Caddy on every server. */
export function proxyServiceOf(
  site: Site,
  image: { reference: string; version: string },
): ServiceSpec {
  return {
    name: proxyService,
    role: 'proxy',
    image: image.reference,
    command: [],
    args: [],
    env: { TZ: site.timezone },
    secrets: [],
    mounts: sortMounts([
      { volume: 'induk-proxy-config', target: '/config' },
      { volume: 'induk-proxy-data', target: '/data' },
      { volume: 'induk-proxy-logs', target: '/var/log/caddy' },
    ]),
    networks: [{ network: edgeNetwork, aliases: [] }],
    mode: { kind: 'global' },
    ports: [
      { published: site.proxy.http, target: 8080, protocol: 'tcp' },
      { published: site.proxy.https, target: 8443, protocol: 'tcp' },
    ],
    ...resources({ cpu: 1, memory: 256 * 1024 * 1024, disk: 0 }),
    // The published ports can be held by one task only.
    updateOrder: 'stop-first',
    stopGrace: 10,
    restart: 'any',
    labels: {
      [labels.site]: site.name,
      [labels.role]: 'proxy',
      [labels.version]: image.version,
    },
  };
}
