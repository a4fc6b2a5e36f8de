/** Data streamed from the operator's machine into the volumes and the database of a fresh app. */
import { askWorker } from '../../../backup/containers/worker.js';
import { step } from '../../../cluster/runtime/step.js';
import { databaseService, labels, storageVolume } from '../../../desired/names.js';
import type { App } from '../../../inventory/model.js';
import type { Imported } from '../../../migrate/archive/imported.js';
import type { Loaded } from '../../../migrate/archive/load.js';
import type { ImportJob } from '../../../migrate/archive/receive.js';
import type { ArchiveFacts } from '../../../migrate/archive/survey.js';
import type { Owner } from '../../../migrate/archive/unpack.js';
import { removeContainer } from '../../backups/restore/worker.js';
import type { Changing } from '../../restart.js';
import type { Site } from '../../site.js';
import { compressed, type Handed } from './read.js';

export interface Filling {
  site: Site;
  app: App;
  /** Of the worker, present on the app's server. */
  image: string;
  handed: Handed;
}

/** Accounts that apps run as, by the recipes of their runtimes. */
const accounts = { php: 33, static: 33, node: 1000, image: 0 } as const;

/** Owners of an archive mean something here only where the web server's account is one of them. */
export function ownerOf({ runtime }: App, facts: Pick<ArchiveFacts, 'hasWebOwner'>): Owner {
  const own = accounts[runtime.kind];
  if (own === 0 || (own === accounts.php && facts.hasWebOwner)) return 'keep';
  return { uid: own, gid: own };
}

/** Each compares what arrived before it says so. @throws Fault of `receive` */
export async function fill(
  filling: Filling,
  imported: Imported,
  changing: Changing,
): Promise<Imported> {
  const { app, handed } = filling;
  const { files, database } = handed;
  const filled = { ...imported };
  if (files !== undefined) {
    const { wanted, facts, file } = files;
    const owner = ownerOf(app, facts);
    const job: ImportJob = { formatVersion: 1, part: 'files', wanted, owner, digest: facts.digest };
    await send<ArchiveFacts>(filling, job, () => compressed(file), changing);
  }
  if (database !== undefined && app.database !== undefined && filled.database !== undefined) {
    const { kind, name, user } = app.database;
    const job: ImportJob = {
      formatVersion: 1,
      part: 'database',
      database: { kind, name, user, service: databaseService(app.engineName) },
      order: { label: database.label, facts: database.facts, maps: database.maps },
    };
    const loaded = await send<Loaded>(filling, job, database.send, changing);
    filled.database = { ...filled.database, loaded };
  }
  return filled;
}

async function send<T>(
  { site, app, image }: Filling,
  job: ImportJob,
  content: () => AsyncIterable<Buffer>,
  changing: Changing,
): Promise<T> {
  const connection = await site.connections.get(app.server);
  const { engineName, id } = app;
  const own = { [labels.site]: site.inventory.site.name, [labels.app]: id };
  const keys = job.part === 'files' ? Object.keys(app.storage) : [];
  const volume = (key: string): string => storageVolume(engineName, key);
  // As Swarm itself makes them for a service, so that `destroy` knows whose they are.
  for (const key of keys) {
    await connection.docker.createVolume({ Name: volume(key), Labels: own });
  }
  const name = `induk-import-${engineName}-${job.part}`;
  const target = { name: `${id} ${job.part}`, app: id, server: app.server };
  return step('migrate.move', target, changing, async (say) => {
    // One that is left of a run that was killed must not go on beside this one.
    await removeContainer(connection, name);
    const binds = keys.map((key) => `${volume(key)}:/volumes/${key}`);
    const args = ['import', job.part];
    const spec = { name, image, args, labels: own, binds, isUrgent: false };
    const following = { say, signal: changing.signal };
    return askWorker<T>(connection, spec, job, following, content());
  });
}
