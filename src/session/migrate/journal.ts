import { readFiles } from '../../cluster/runtime/archive.js';
import { moverContainer } from '../../desired/names.js';
import type { App } from '../../inventory/model.js';
import { type Entry, parseJournal } from '../../migrate/journal.js';
import { journalName } from '../../migrate/runner.js';
import type { Connection } from '../../server/connection.js';

/**
 * The journal of an app's move, read through its mover, running or not.
 * @returns undefined when there is none
 * @throws Fault MIG200 when it is damaged
 */
export async function readMoveJournal(
  { docker }: Connection,
  { engineName }: Pick<App, 'engineName'>,
): Promise<Entry[] | undefined> {
  const container = docker.getContainer(moverContainer(engineName));
  const files = await readFiles(container, `/job/${journalName}`);
  const text = files.get(journalName);
  return text === undefined ? undefined : parseJournal(text).entries;
}
