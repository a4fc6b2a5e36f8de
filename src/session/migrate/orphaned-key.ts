/** The key of a start that was cut off between letting its mover in and starting it. */
import { moveVolume } from '../../desired/names.js';
import { keyUndo } from '../../migrate/host/key.js';
import { unlessGone } from '../../server/engine/answers.js';
import { builtWorker } from '../backups/restore/worker.js';
import { readSite } from '../site.js';
import { moverKey } from './mover.js';
import { shutMoverOut } from './old-host.js';
import type { Migrating, Place } from './place.js';

/**
 * No journal says that it is on the old host, but it was made in the volume of the move before.
 * @throws Fault MIG102, SRV… when the old host cannot be reached: told again, it is looked for again
 */
export async function revokeOrphanedKey(place: Place, migrating: Migrating): Promise<void> {
  const { site, app, mover } = place;
  const volume = mover.connection.docker.getVolume(moveVolume(app.engineName));
  if ((await volume.inspect().catch(unlessGone)) === undefined) return;
  const { desired } = await readSite(site);
  const image = await builtWorker(site, desired, app.server, migrating);
  const { address, port, user, hostKey = '' } = app.legacy;
  const job = {
    ...({ formatVersion: 1, app: app.id, engineName: app.engineName } as const),
    old: { address, port, user, hostKey },
    sudo: false,
    folders: [],
  };
  const publicKey = await moverKey(mover, image, job, migrating.signal);
  await shutMoverOut(app, keyUndo({ publicKey }), migrating);
}
