import type { App, Site } from '../inventory/model.js';

/** Environment of an app's web, cron and release containers; secrets come as files. */
export function appEnvironment(app: App, site: Site): Record<string, string> {
  return {
    ...(app.runtime.kind === 'image' ? secretFiles(app) : {}),
    ...databaseEnvironment(app),
    ...(app.domains[0] === undefined ? {} : { HEALTH_HOST: app.domains[0] }),
    PORT: String(appPort(app)),
    TZ: site.timezone,
    ...app.env,
  };
}

/** TCP port an app listens on inside its container. */
export function appPort(app: App): number {
  return app.runtime.kind === 'image' ? app.runtime.port : 8080;
}

/** Environment of the database container: what to create at the first start. */
export function databaseServerEnvironment(app: App, site: Site): Record<string, string> {
  if (app.database === undefined) return {};
  return {
    // Only where somebody saves it: a log that grows for nobody costs a write for each.
    ...(isFollowed(app, site) ? { DB_LOG: 'on' } : {}),
    DB_NAME: app.database.name,
    DB_USER: app.database.user,
    TZ: site.timezone,
  };
}

/** Whether an app's database keeps its log of changes, and a worker takes it to the vault. */
export function isFollowed({ backup }: App, site: Site): boolean {
  return backup?.pointInTime === true && site.backup?.recipient !== undefined;
}

/** Names of the values an app needs from its secrets file, its database's password included. */
export function requiredSecrets(app: App): string[] {
  const own = app.database === undefined ? [] : ['DB_PASSWORD'];
  return [...new Set([...own, ...app.secrets])].sort();
}

/** A foreign image has no entrypoint of ours: it is told where each secret's file is. */
function secretFiles(app: App): Record<string, string> {
  return Object.fromEntries(
    requiredSecrets(app).map((key) => [`${key}_FILE`, `/run/secrets/${key}`]),
  );
}

function databaseEnvironment(app: App): Record<string, string> {
  if (app.database === undefined) return {};
  const { kind, name, user } = app.database;
  return {
    DB_KIND: kind,
    DB_NAME: name,
    DB_USER: user,
    DB_HOST: 'localhost',
    DB_SOCKET: kind === 'mariadb' ? '/run/mysqld/mysqld.sock' : '/run/postgresql',
  };
}
