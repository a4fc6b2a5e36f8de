/** An import that failed before all data was there, taken back. */
import { observe } from '../../../cluster/observe.js';
import { destroyApp } from '../../../cluster/runtime/destroy.js';
import { type Holdings, holdingsOf } from '../../../cluster/runtime/holdings.js';
import { databaseVolume, jobsVolume, socketVolume, storageVolume } from '../../../desired/names.js';
import type { App } from '../../../inventory/model.js';
import type { Connection } from '../../../server/connection.js';
import { isMissing } from '../../../server/engine/answers.js';
import { asRoot } from '../../../server/setup/root.js';
import type { Changing } from '../../restart.js';
import type { Site } from '../../site.js';
import { removeImport } from './record.js';

/** Everything of the app goes: nothing of it was there before, and nobody has used it since. */
export async function takeAway(
  { site, app }: { site: Site; app: App },
  { emit }: Pick<Changing, 'emit'>,
): Promise<void> {
  const { docker } = await site.manager();
  // Also when the person wants it to end: half an app is no end.
  const acting = { emit, signal: new AbortController().signal };
  const owner = site.inventory.site.name;
  const connection = await site.connections.get(app.server);
  for (const part of ['files', 'database']) {
    const worker = connection.docker.getContainer(`induk-import-${app.engineName}-${part}`);
    await worker.remove({ force: true, v: true }).catch(unlessMissing);
  }
  const holdings = [await ofServices(await holdingsOf(connection, owner, app.id))];
  const observed = await observe(docker);
  await destroyApp(
    { site: owner, app: app.id, observed, manager: docker, holdings, volumes: false },
    acting,
  );
  for (const name of volumesOf(app)) await removeOrEmpty(connection, name);
  await removeImport(docker, app.engineName);
}

/** Workers that back an app up may be there before it, and stay. */
async function ofServices(holdings: Holdings): Promise<Holdings> {
  const own: string[] = [];
  for (const id of holdings.containers) {
    const { Config } = await holdings.connection.docker.getContainer(id).inspect();
    if (Config.Labels['com.docker.swarm.service.id'] !== undefined) own.push(id);
  }
  return { ...holdings, containers: own };
}

function volumesOf({ engineName, storage }: App): string[] {
  return [
    ...[databaseVolume, socketVolume, jobsVolume].map((nameOf) => nameOf(engineName)),
    ...Object.keys(storage).map((key) => storageVolume(engineName, key)),
  ];
}

/** A worker that waits for the app may hold a volume, which then is as empty as it was. */
async function removeOrEmpty(connection: Connection, name: string): Promise<void> {
  const volume = connection.docker.getVolume(name);
  try {
    const { Mountpoint } = await volume.inspect();
    await volume.remove().catch(async (error: { statusCode?: number }) => {
      if (error.statusCode !== 409) throw error;
      await asRoot(connection, ['find', Mountpoint, '-mindepth', '1', '-delete']);
    });
  } catch (error) {
    unlessMissing(error);
  }
}

function unlessMissing(error: unknown): void {
  if (!isMissing(error)) throw error;
}
