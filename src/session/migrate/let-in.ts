/** The migration's key put back on an old host that has lost it, before the mover needs it. */
import { Fault } from '../../fault.js';
import type { MoverJob } from '../../migrate/mover/model.js';
import { readMoveFile } from './folder.js';
import { addressesFor, letMoverIn } from './old-host.js';
import type { Migrating, Place } from './place.js';

/**
 * Somebody may have cleaned up authorized_keys, or the key's days are over: whoever runs a command
 * of the move lets the mover in again, by his own login. Where he cannot log in there, the mover
 * tries with what it has, and says so when it cannot either.
 */
export async function letMoverInAgain(place: Place, migrating: Migrating): Promise<void> {
  const { app, mover, standing } = place;
  // Before the first step it was not let in yet, and after a whole way back it must not be.
  if (standing === undefined || standing.states.key === 'none') return;
  try {
    const { connection } = mover;
    const [publicKey, job] = await Promise.all([
      readMoveFile(connection, app, 'ssh/key.pub'),
      readMoveFile(connection, app, 'job.json'),
    ]);
    if (publicKey === undefined || job === undefined) return;
    // Where the mover logs in, and as whom; the inventory may say something else by now.
    const { old } = JSON.parse(job) as MoverJob;
    const from = await addressesFor(connection, old.address, serverOf(place));
    const entry = { ...app, legacy: { ...app.legacy, ...old } };
    await letMoverIn(entry, { publicKey: publicKey.trim(), from }, migrating);
  } catch (error) {
    migrating.signal.throwIfAborted();
    if (!(error instanceof Fault)) throw error;
  }
}

/** The server that an app is moved to, as the inventory has it. */
export function serverOf({ site, app }: Place) {
  const found = site.inventory.servers.find(({ name }) => name === app.server);
  if (found === undefined) throw new Error(`${app.server} is no server of the inventory`);
  return found;
}
