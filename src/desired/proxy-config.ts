import { digestOf } from './digest.js';
import type { ProxySpec, Route } from './model.js';
import { errorPage, maintenancePage, unknownPage } from './proxy-pages.js';

/** A proxy's whole configuration and the digest that tells whether it is loaded. */
export interface ProxyConfig {
  /** https://caddyserver.com/docs/json/ ; holds no secret, certificates are added on load. */
  config: unknown;
  digest: string;
  domains: string[];
}

/**
 * Configuration of one server's proxy.
 *
 * With `internal` and `files` every server answers for every app, so that any of them can
 * receive the traffic. With `acme` only the app's own server does: the others, which the
 * domain does not point at, would use up the authority's rate limit with failed challenges.
 */
export function proxyConfig(server: string, routes: Route[], spec: ProxySpec): ProxyConfig {
  const served = routes.filter((route) => spec.tls !== 'acme' || route.server === server);
  const config = {
    admin: { listen: 'unix//run/caddy/admin.sock', config: { persist: true } },
    logging: { logs: accessLogs(served) },
    apps: {
      http: {
        http_port: 8080,
        https_port: 8443,
        grace_period: '10s',
        servers: { http: redirectServer(served, spec), https: appServer(served, spec) },
      },
      tls: tlsApp(served, spec),
      ...(spec.tls === 'internal'
        ? { pki: { certificate_authorities: { local: { install_trust: false } } } }
        : {}),
    },
  };
  return {
    config,
    digest: digestOf([config, spec.certificate ?? '']).slice(0, 12),
    domains: served.flatMap((route) => route.domains).sort(),
  };
}

/**
 * Configurations of many servers. Only with `acme` do they differ; else one is made for all,
 * since it grows with the apps and a site of thousands would be hashed once a server.
 */
export function proxyConfigs(
  servers: readonly string[],
  routes: Route[],
  spec: ProxySpec,
): Map<string, ProxyConfig> {
  const [first = ''] = servers;
  const same = spec.tls === 'acme' ? undefined : proxyConfig(first, routes, spec);
  return new Map(servers.map((name) => [name, same ?? proxyConfig(name, routes, spec)]));
}

/** One JSON-lines file an app, rolled at 20 MB, five kept. */
function accessLogs(routes: Route[]): Record<string, unknown> {
  const files = routes.map(({ engineName }) => [
    engineName,
    {
      include: [`http.log.access.${engineName}`],
      encoder: { format: 'json' },
      writer: {
        output: 'file',
        filename: `/var/log/caddy/${engineName}.log`,
        roll_size_mb: 20,
        roll_keep: 5,
      },
    },
  ]);
  return {
    default: { level: 'WARN', exclude: routes.map((r) => `http.log.access.${r.engineName}`) },
    ...Object.fromEntries(files),
  };
}

const timeouts = {
  read_header_timeout: '15s',
  // A 128 MiB upload over a 512 kbit/s line takes 35 minutes.
  read_timeout: '1h',
  idle_timeout: '2m',
};

function redirectServer(routes: Route[], spec: ProxySpec): unknown {
  const port = spec.https === 443 ? '' : `:${spec.https}`;
  const hosts = routes.flatMap((route) => route.domains);
  const redirect = {
    match: [{ host: hosts }],
    handle: [
      {
        handler: 'static_response',
        status_code: 308,
        headers: { Location: [`https://{http.request.host}${port}{http.request.uri}`] },
      },
    ],
    terminal: true,
  };
  return {
    listen: [':8080'],
    protocols,
    ...timeouts,
    routes: [anonymous, ...(hosts.length > 0 ? [redirect] : []), page(404, unknownPage)],
    automatic_https: { disable: true },
  };
}

function appServer(routes: Route[], spec: ProxySpec): unknown {
  const names = routes.flatMap((route) => route.domains.map((name) => [name, route.engineName]));
  return {
    listen: [':8443'],
    protocols,
    ...timeouts,
    routes: [anonymous, ...routes.map((route) => appRoute(route, spec)), page(404, unknownPage)],
    errors: { routes: [tooLarge, { handle: [errorHandler('{http.error.status_code}')] }] },
    automatic_https: { disable_redirects: true, disable_certificates: spec.tls === 'files' },
    ...(spec.tls === 'files' ? { tls_connection_policies: [{}] } : {}),
    // Strangers who try addresses would fill the proxy's own log.
    logs: { logger_names: Object.fromEntries(names), skip_unmapped_hosts: true },
  };
}

function appRoute(route: Route, spec: ProxySpec): unknown {
  const handle =
    route.maintenance === undefined
      ? [{ handler: 'request_body', max_size: spec.maxBody }, ...security, upstream(route)]
      : [
          {
            handler: 'static_response',
            status_code: 503,
            headers: { ...htmlHeaders, 'Retry-After': ['300'] },
            body: maintenancePage(route.maintenance.message),
          },
        ];
  return { match: [{ host: route.domains }], handle, terminal: true };
}

/** HTTP/3 would be offered on UDP, which no published port leads to. */
const protocols = ['h1', 'h2'];

/** Caddy names itself before anything else is done. */
const anonymous = { handle: [{ handler: 'headers', response: { delete: ['Server'] } }] };

/** What an app tells about its software is dropped; its own word on HTTPS wins over ours. */
const security = [
  {
    handler: 'headers',
    response: { deferred: true, delete: ['Server', 'X-Powered-By'] },
  },
  {
    handler: 'headers',
    response: {
      require: { headers: { 'Strict-Transport-Security': null } },
      set: { 'Strict-Transport-Security': ['max-age=31536000'] },
    },
  },
];

/**
 * Swarm removes a task from DNS two seconds before it is told to stop, so a refresh of one
 * second never sends a request to a stopping task. Passive health checks stay off: they
 * would mark healthy upstreams down after a request whose body cannot be sent twice. No
 * flush_interval: with -1, Caddy 2.6.2 panics when a configuration is loaded while a request
 * is under way; answers of unknown length are flushed at once without it.
 */
function upstream({ engineName, port, trusted }: Route): unknown {
  return {
    handler: 'reverse_proxy',
    dynamic_upstreams: {
      source: 'a',
      name: `tasks.${engineName}`,
      port: String(port),
      refresh: '1s',
    },
    load_balancing: { try_duration: '5s', try_interval: '100ms' },
    transport: { protocol: 'http', dial_timeout: '1s' },
    // A visitor who came to it without TLS would else be sent to and fro between both.
    ...(trusted === undefined ? {} : { trusted_proxies: trusted }),
  };
}

const htmlHeaders = { 'Content-Type': ['text/html; charset=utf-8'] };

const page = (status: number, body: string): unknown => ({
  handle: [{ handler: 'static_response', status_code: status, headers: htmlHeaders, body }],
});

const errorHandler = (status: string): unknown => ({
  handler: 'static_response',
  status_code: status,
  headers: htmlHeaders,
  body: errorPage(status),
});

/** A body over the limit breaks the request to the app, which Caddy takes for the app's fault. */
const tooLarge = {
  match: [{ vars_regexp: { '{http.error.message}': { pattern: 'request body too large' } } }],
  handle: [errorHandler('413')],
  terminal: true,
};

function tlsApp(routes: Route[], spec: ProxySpec): unknown {
  if (spec.tls === 'files') return {};
  const issuer =
    spec.tls === 'internal'
      ? { module: 'internal' }
      : { module: 'acme', ...(spec.email === undefined ? {} : { email: spec.email }) };
  const subjects = routes.flatMap((route) => route.domains);
  return { automation: { policies: [{ subjects, issuers: [issuer] }] } };
}
