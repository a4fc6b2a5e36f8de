/** An old host where the operator is an ordinary user: its database by the app's own account. */
import type { OldDatabase } from '../../migrate/database/old-database.js';
import { serverByAccount } from '../../migrate/inspect/by-account.js';
import type { DatabaseServer, FoundApp } from '../../migrate/inspect/model.js';
import type { OldAccess } from '../../migrate/mover/model.js';
import type { Site } from '../site.js';
import type { LegacyApp } from './apps.js';
import { type OldHostOptions, withOldHost } from './old-host.js';

export type Login = Extract<OldAccess, { via: 'account' }>;

/** How the app logs in there; undefined without a database, or without its password. */
async function loginOf(site: Site, app: LegacyApp): Promise<Login | undefined> {
  const { database, legacy } = app;
  const password = (await site.store.read(app.id)).get('DB_PASSWORD')?.reveal();
  if (database === undefined || password === undefined) return undefined;
  const { host, port, user = database.user } = legacy.database ?? {};
  return {
    ...{ via: 'account', user, password },
    ...(host === undefined ? {} : { host }),
    ...(port === undefined ? {} : { port }),
  };
}

/**
 * What the app's account is told of its database.
 * @throws Fault MIG075 when it is refused; SRV… when the old host cannot be reached
 */
export async function readByAccount(
  site: Site,
  app: LegacyApp,
  options: OldHostOptions,
): Promise<{ login: Login; server: DatabaseServer } | undefined> {
  const login = await loginOf(site, app);
  const { database } = app;
  if (login === undefined || database === undefined) return undefined;
  const server = await withOldHost(app, options, (shell) => {
    const old: OldDatabase = { shell, kind: database.kind, name: database.name, access: login };
    return serverByAccount(old);
  });
  return server === undefined ? undefined : { login, server };
}

/** The app with what its account was told. */
export function withServer(found: FoundApp, name: string, server: DatabaseServer): FoundApp {
  const facts = server.databases.find((one) => one.name === name);
  return facts === undefined
    ? found
    : { ...found, database: { ...facts, version: server.version } };
}
