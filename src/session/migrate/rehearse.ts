/** An app's move rehearsed on its new server, while its old host goes on as before. */
import { askWorker } from '../../backup/containers/worker.js';
import { step } from '../../cluster/runtime/step.js';
import { requiredSecrets } from '../../desired/environment.js';
import { labels, moveVolume, rehearsalContainer, storageVolume } from '../../desired/names.js';
import { Fault } from '../../fault.js';
import type { Rehearsal, RehearsalJob } from '../../migrate/rehearse/model.js';
import { unlessGone } from '../../server/engine/answers.js';
import { auditedOn } from '../audited.js';
import { isSwitching } from './gates.js';
import type { Migrating, Place } from './place.js';
import { imageFor } from './reach.js';
import { endRehearsal } from './rehearsal.js';
import { syncMove } from './start.js';

/**
 * Runs a copy of the app where nothing leads out, and asks both sides for the same pages. A database
 * that follows is current by itself, so the app's files are brought up to date before.
 * @param most pages of the access log at most
 * @throws Fault MIG280 before anything was brought over, MIG205 after the switch, MIG281 and
 *   MIG284 while something else works on the move, MIG282 without a web service; of the worker
 */
export async function rehearseMove(
  place: Place,
  most: number,
  migrating: Migrating,
): Promise<Rehearsal> {
  const { site, app, mover } = place;
  checkRehearsal(place);
  await refuseSecond(place);
  if (place.present?.order?.method === 'follow') await syncMove(place, migrating);
  return auditedOn(site, 'migrate rehearse', { app: app.id }, async () => {
    const image = await imageFor(place, migrating);
    const job = await jobOf(place, most);
    await endRehearsal(mover.connection, app);
    const spec = {
      name: rehearsalContainer(app.engineName),
      image,
      args: ['rehearse'],
      labels: {
        [labels.site]: mover.site,
        [labels.app]: app.id,
        [labels.role]: 'rehearsal',
      },
      // The engine itself keeps it from writing what the app has.
      binds: [
        `${moveVolume(app.engineName)}:/job`,
        ...Object.keys(app.storage).map(
          (key) => `${storageVolume(app.engineName, key)}:/volumes/${key}:ro`,
        ),
      ],
    };
    const target = { name: app.id, app: app.id, server: app.server };
    return step('migrate.rehearse', target, migrating, (say) =>
      askWorker<Rehearsal>(mover.connection, spec, job, { say, signal: migrating.signal }),
    );
  });
}

function checkRehearsal({ app, object, present, standing, web }: Place): void {
  if (object === 'switched' || isSwitching(standing)) throw new Fault('MIG205', { phase: 'live' });
  const isReady = object === 'follow' && standing?.states.follow === 'done';
  if (!isReady || present?.order === undefined) throw new Fault('MIG280', { app: app.id });
  if (present.isRunning) throw new Fault('MIG281', { app: app.id });
  if (web === undefined || web.running === 0) throw new Fault('MIG282', { app: app.id });
}

/** Two at once would take each other's copy away. */
async function refuseSecond({ app, mover }: Place): Promise<void> {
  const container = mover.connection.docker.getContainer(rehearsalContainer(app.engineName));
  const found = await container.inspect().catch(unlessGone);
  if (found?.State.Running === true) throw new Fault('MIG284', { app: app.id });
}

async function jobOf({ site, app }: Place, most: number): Promise<RehearsalJob> {
  const values = await site.store.read(app.id);
  const secrets = requiredSecrets(app).flatMap((key) => {
    const value = values.get(key);
    return value === undefined ? [] : [[key, value.reveal()]];
  });
  const { accessLog, pages = [], domains } = app.legacy;
  return {
    formatVersion: 1,
    ...(accessLog === undefined ? {} : { accessLog }),
    ...{ pages, most },
    names: [...new Set([...domains, ...app.domains])],
    secrets: Object.fromEntries(secrets),
  };
}
