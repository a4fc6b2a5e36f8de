/** Certificates that came with apps from their old hosts, beside those that the proxy makes. */

/** Folder in the proxy's own volume; a file an app, certificate, chain and key in one. */
export const broughtFolder = '/data/brought';

export const broughtFile = (engineName: string): string => `${broughtFolder}/${engineName}.pem`;

interface Config {
  apps: {
    http: { servers: Record<string, { automatic_https?: object }> };
    tls?: { certificates?: object };
  };
}

/**
 * A proxy's configuration that shows them, too. Each is shown as long as it is good: the proxy
 * looks after one of its own meanwhile, so that nobody has to think of the day on which it ends.
 * @param config see `proxyConfig`; the folder must be there, or the proxy does not start
 */
export function withBrought(config: unknown): unknown {
  const { apps, ...rest } = config as Config;
  const { https, ...others } = apps.http.servers;
  const automatic = { ...https?.automatic_https, ignore_loaded_certificates: true };
  return {
    ...rest,
    apps: {
      ...apps,
      http: {
        ...apps.http,
        servers: { ...others, https: { ...https, automatic_https: automatic } },
      },
      tls: {
        ...apps.tls,
        certificates: { ...apps.tls?.certificates, load_folders: [broughtFolder] },
      },
    },
  };
}
