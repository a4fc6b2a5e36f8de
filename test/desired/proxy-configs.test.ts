import { describe, expect, it } from 'vitest';
import type { ProxySpec, Route } from '../../src/desired/model.js';
import { proxyConfig, proxyConfigs } from '../../src/desired/proxy-config.js';

const servers = ['pusat-1', 'pusat-2', 'pusat-3'];

const routes: Route[] = servers.map((server, index) => ({
  app: `dishub/app-${index}`,
  engineName: `dishub-app-${index}`,
  domains: [`app-${index}.test`],
  server,
  port: 8080,
}));

describe('configurations of many servers', () => {
  it.each(['internal', 'files', 'acme'] as const)(
    'are what each server would have alone, with %s',
    (tls) => {
      const spec: ProxySpec = { tls, http: 80, https: 443, maxBody: 1_000_000 };
      const configs = proxyConfigs(servers, routes, spec);
      expect([...configs.keys()]).toEqual(servers);
      for (const name of servers) {
        expect(configs.get(name)).toEqual(proxyConfig(name, routes, spec));
      }
    },
  );

  it('are none without servers', () => {
    const spec: ProxySpec = { tls: 'internal', http: 80, https: 443, maxBody: 1_000_000 };
    expect(proxyConfigs([], routes, spec).size).toBe(0);
  });
});
