import type { App } from '../../inventory/model.js';
import { type Entry, parseJournal } from '../../migrate/journal.js';
import { journalName } from '../../migrate/runner.js';
import type { Connection } from '../../server/connection.js';
import { readMoveFile } from './folder.js';

/**
 * The journal of an app's move, whether its mover is there or not.
 * @returns undefined when there is none
 * @throws Fault MIG200 when it is damaged
 */
export async function readMoveJournal(
  connection: Pick<Connection, 'docker'>,
  app: Pick<App, 'engineName'>,
): Promise<Entry[] | undefined> {
  const text = await readMoveFile(connection, app, journalName);
  return text === undefined ? undefined : parseJournal(text).entries;
}
