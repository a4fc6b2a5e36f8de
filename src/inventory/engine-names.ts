/** Names an app takes on the engine, whether or not it uses them yet. */

export const engineNameOf = (opd: string, app: string): string => `${opd}-${app}`;

/** Suffixes of an app's services besides the web service. */
export const serviceSuffixes = ['db', 'cron', 'release'] as const;

/** Suffixes of volumes that no storage key may take. */
export const volumeSuffixes = ['db', 'socket', 'jobs', 'backup'] as const;

/** What the app's services are called, all of them reserved for it. */
export function serviceNames(engineName: string): string[] {
  return [engineName, ...serviceSuffixes.map((suffix) => `${engineName}-${suffix}`)];
}

/** What the app's volumes are called. */
export function volumeNames(engineName: string, storageKeys: readonly string[]): string[] {
  return [...volumeSuffixes, ...storageKeys].map((key) => `${engineName}-${key}`);
}
