/** What a copy that was just made lacks, told before a switch is refused for it. */
import { type Unread, unreadOf } from '../../migrate/files/unread.js';
import { standingOf } from '../../migrate/phases.js';
import { readMoveJournal } from './journal.js';
import type { Place } from './place.js';

type Found = Parameters<typeof unreadOf>[0];

/** Files that the old host did not let the last `start` or `sync` read; undefined: none. */
export async function unreadFiles({
  app,
  mover,
}: Pick<Place, 'app' | 'mover'>): Promise<Unread | undefined> {
  const journal = await readMoveJournal(mover.connection, app);
  const { seed } = standingOf(journal ?? []).data;
  const { files } = (seed ?? {}) as { files?: Found & { proof?: Found } };
  return unreadOf(files ?? {}) ?? unreadOf(files?.proof ?? {});
}
