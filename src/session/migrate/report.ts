import { Fault } from '../../fault.js';
import type { App } from '../../inventory/model.js';
import { importReport } from '../../migrate/archive/report.js';
import { type MoveReport, moveReport } from '../../migrate/report.js';
import type { Site } from '../site.js';
import { readImport } from './import/record.js';
import { readMoveJournal } from './journal.js';
import { presentMover } from './mover.js';
import { readRehearsal } from './rehearsal.js';

/**
 * What an app's move has compared, from the journal on its server.
 * @throws Fault MIG251 when no move has begun
 */
export async function readMoveReport(site: Site, app: App): Promise<MoveReport> {
  const { docker } = await site.manager();
  const imported = await readImport(docker, app.engineName);
  if (imported !== undefined) return importReport(imported);
  const connection = await site.connections.get(app.server);
  const mover = { connection, site: site.inventory.site.name, app };
  const [journal, present, rehearsal] = await Promise.all([
    readMoveJournal(connection, app),
    presentMover(mover),
    readRehearsal(connection, app),
  ]);
  if (journal === undefined) throw new Fault('MIG251', { app: app.id });
  return moveReport(app.id, journal, present?.order?.method, rehearsal);
}
