import { observe } from '../../cluster/observe.js';
import { exitCodes, Fault } from '../../fault.js';
import type { App } from '../../inventory/model.js';
import { importStatus, type MigrationStatus, migrationStatus } from '../../migrate/status.js';
import type { Observed } from '../../plan/observed.js';
import type { Site } from '../site.js';
import { lacksJobs } from './apps.js';
import { readMoveJournal } from './journal.js';

/**
 * How far the moves and imports of some apps are; those that never had another home are left out.
 * @param named whether each was asked for by its name
 * @throws Fault MIG240 (exit 64) for a named one that never had
 */
export async function readMoved(
  site: Site,
  apps: readonly App[],
  named: boolean,
): ReturnType<typeof readMigrations> {
  const { migrations = [] } = await observe((await site.manager()).docker);
  const isMoved = ({ id, legacy }: App): boolean =>
    legacy !== undefined || migrations.some(({ app }) => app === id);
  const bare = apps.find((app) => !isMoved(app));
  if (named && bare !== undefined) {
    throw new Fault('MIG240', { app: bare.id }, { exit: exitCodes.usage });
  }
  return readMigrations(site, apps.filter(isMoved));
}

/**
 * How far the moves of some apps are: the Swarm says which are under way, each app's own server
 * how far. A server that cannot be reached hides no other.
 */
export async function readMigrations(
  site: Site,
  apps: readonly App[],
): Promise<{ apps: MigrationStatus[]; unread: { server: string; code: string }[] }> {
  const observed = await observe((await site.manager()).docker);
  const unread: { server: string; code: string }[] = [];
  const servers = [...new Set(apps.map(({ server }) => server))];
  const opened = new Map(
    (await site.connections.openAll(servers)).map((one) => [one.server, one] as const),
  );
  const found = await Promise.all(
    apps.map(async (app) => {
      const facts = factsOf(app, observed);
      const { connection, error } = opened.get(app.server) ?? {};
      try {
        if (facts.object?.method === 'archive') return importStatus(facts);
        if (connection === undefined) throw error;
        const journal = await readMoveJournal(connection, app);
        return migrationStatus({ ...facts, unread: false, ...(journal && { journal }) });
      } catch (thrown) {
        if (!(thrown instanceof Fault)) throw thrown;
        unread.push({ server: app.server, code: thrown.code });
        return migrationStatus({ ...facts, unread: true });
      }
    }),
  );
  return { apps: found, unread };
}

function factsOf(own: App, { migrations = [], services }: Observed) {
  const { id, server } = own;
  const object = migrations.find(({ app }) => app === id);
  const runs = services.some(({ app, spec }) => app === id && spec.role === 'web');
  const lacks = lacksJobs(own, services);
  return { app: id, server, runs, lacksJobs: lacks, ...(object === undefined ? {} : { object }) };
}
