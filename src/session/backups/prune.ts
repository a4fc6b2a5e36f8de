/** Lets old sets of apps go: first decided and shown, then done, no more than was shown. */
import type { RunRecord, SetId } from '../../backup/model.js';
import type { LastPruning, PruneResult } from '../../backup/pruning.js';
import { readRecords } from '../../backup/records.js';
import { type Acting, step } from '../../cluster/runtime/step.js';
import { drillServer } from '../../desired/drill-server.js';
import { Fault } from '../../fault.js';
import type { App, AppId } from '../../inventory/model.js';
import { auditedOn } from '../audited.js';
import type { Site } from '../site.js';
import { type FailedApp, forEachApp, type Outcomes } from './each.js';
import { openPruner, type Pruner } from './pruner.js';

/** What would go of one app's sets. */
export interface PlannedPruning extends PruneResult {
  app: AppId;
  /** The newest set that a drill has brought back. */
  proven?: SetId;
}

export interface PruningPlan {
  /** In the order of the inventory. */
  apps: PlannedPruning[];
  failed: FailedApp[];
}

/** Apps whose repositories are read at once; deleting is done one by one, for the vault's disk. */
const readAtOnce = 4;

/** Decides for each app by itself, deleting nothing. */
export async function planPruning(site: Site, apps: App[], acting: Acting): Promise<PruningPlan> {
  const [pruner, drills] = await Promise.all([openPruner(site), drillsOf(site)]);
  const { done, failed } = await forEachApp(apps, readAtOnce, async (app) => {
    const proven = provenOf(site, app, drills);
    const result = await step('backup.check', about(app), acting, async (say) => {
      const last = await pruner.last(app);
      const request = { ...requestOf(app, proven, last), dryRun: true as const };
      return pruner.prune(app, request, { say, signal: acting.signal });
    });
    const newest = result.kept.find((set) => proven.includes(set));
    return { ...result, ...(newest && { proven: newest }) };
  });
  const order = apps.map(({ id }) => id);
  done.sort((a, b) => order.indexOf(a.app) - order.indexOf(b.app));
  return { apps: done, failed };
}

/**
 * Lets go what was planned, also where that is nothing, so that the next pruning knows what was
 * there. Not under the site's lock: it may take hours, and touches nothing that a deployment
 * does; against another pruning and against backups each repository has restic's own lock.
 */
export async function pruneSets(
  site: Site,
  { apps: planned }: PruningPlan,
  acting: Acting,
): Promise<Outcomes<PruneResult>> {
  const [pruner, drills] = await Promise.all([openPruner(site), drillsOf(site)]);
  const calm = new Map(
    planned.filter(({ alarms }) => alarms.length === 0).map((plan) => [plan.app, plan]),
  );
  const apps = site.inventory.apps.filter(({ id }) => calm.has(id));
  const all = () =>
    forEachApp(apps, 1, (app) =>
      pruneApp(
        pruner,
        app,
        calm.get(app.id) as PlannedPruning,
        provenOf(site, app, drills),
        acting,
      ),
    );
  const going = [...calm.values()].filter(({ forget }) => forget.length > 0);
  const sets = Object.fromEntries(going.map(({ app, dropped }) => [app, dropped]));
  return going.length === 0 ? all() : auditedOn(site, 'backups prune', { sets }, all);
}

async function pruneApp(
  pruner: Pruner,
  app: App,
  planned: PlannedPruning,
  proven: SetId[],
  acting: Acting,
): Promise<PruneResult> {
  const { forget } = planned;
  return step('backup.prune', about(app), acting, async (say) => {
    const last = await pruner.last(app);
    const request = { ...requestOf(app, proven, last), only: forget };
    if (forget.length > 0) {
      const all = [...planned.snapshots, ...forget];
      await pruner.note(app, { at: planned.at, snapshots: all, unfinished: true });
    }
    const result = await pruner.prune(app, request, { say, signal: acting.signal });
    const { at, snapshots, alarms } = result;
    if (alarms.length === 0) await pruner.note(app, { at, snapshots });
    return result;
  });
}

function requestOf({ backup }: App, proven: SetId[], last: LastPruning | undefined) {
  if (backup === undefined) throw new Error('an app that is not backed up was selected');
  return { keep: backup.keep, proven, ...(last === undefined ? {} : { last }) };
}

const about = ({ id, server }: App) => ({ name: id, app: id, server });

interface Drills {
  records: RunRecord[];
  /** Server → code of why its records could not be read. */
  unread: Map<string, string>;
}

/** From every server: an app may have been drilled where it ran before. */
async function drillsOf(site: Site): Promise<Drills> {
  const drills: Drills = { records: [], unread: new Map() };
  const opened = await site.connections.openAll(site.inventory.servers.map(({ name }) => name));
  await Promise.all(
    opened.map(async ({ server, connection, error }) => {
      if (connection !== undefined) drills.records.push(...(await readRecords(connection)));
      else drills.unread.set(server, error instanceof Fault ? error.code : 'SRV005');
    }),
  );
  return drills;
}

/** @throws Fault BAK133 when what is proven is not known: then nothing may go */
function provenOf(site: Site, app: App, { records, unread }: Drills): SetId[] {
  const { id } = app;
  for (const server of [app.server, drillServer(site.inventory, app)]) {
    const code = unread.get(server);
    if (code !== undefined) throw new Fault('BAK133', { app: id, server, code });
  }
  const drills = records.filter(({ app, kind, ok }) => app === id && kind === 'drill' && ok);
  return drills.flatMap(({ set }) => set ?? []);
}
