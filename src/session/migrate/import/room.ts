/** Whether an app can be imported where it is to run: nothing of it is there, and there is room. */
import { databaseVolume, jobsVolume, storageVolume } from '../../../desired/names.js';
import { exitCodes, Fault } from '../../../fault.js';
import type { App } from '../../../inventory/model.js';
import type { Imported } from '../../../migrate/archive/imported.js';
import type { Observed } from '../../../plan/observed.js';
import type { Connection } from '../../../server/connection.js';
import { unlessGone } from '../../../server/engine/answers.js';
import { asRoot } from '../../../server/setup/root.js';
import type { Site } from '../../site.js';

/**
 * @param before what an import that is not at its end has left
 * @throws Fault MIG322 (exit 64) naming what is there
 */
export async function refuseLiving(
  site: Site,
  observed: Observed,
  app: App,
  before: Imported | undefined,
): Promise<void> {
  if (before !== undefined && before.state !== 'done') return;
  const moving = observed.migrations?.filter((one) => one.app === app.id) ?? [];
  const services = observed.services
    .filter((one) => one.site === site.inventory.site.name && one.app === app.id)
    .map(({ name }) => name);
  const volumes: string[] = [];
  for (const { connection } of await site.connections.openAll()) {
    if (connection !== undefined) volumes.push(...(await filledVolumes(connection, app)));
  }
  const what = [...services, ...volumes, ...moving.map(({ method }) => `migrate ${method}`)];
  if (what.length === 0) return;
  const told = { app: app.id, what: [...new Set(what)].join(', ') };
  throw new Fault('MIG322', told, { exit: exitCodes.usage });
}

/** A volume may have been made for an app that never ran: nothing is in it. */
async function filledVolumes(
  connection: Connection,
  { engineName, storage }: App,
): Promise<string[]> {
  const names = [
    databaseVolume(engineName),
    jobsVolume(engineName),
    ...Object.keys(storage).map((key) => storageVolume(engineName, key)),
  ];
  const filled: string[] = [];
  for (const name of names) {
    const found = await connection.docker.getVolume(name).inspect().catch(unlessGone);
    if (found === undefined) continue;
    const argv = ['find', found.Mountpoint, '-mindepth', '1', '-print', '-quit'];
    if ((await asRoot(connection, argv)).trim() !== '') filled.push(name);
  }
  return filled;
}

/** What a database takes on its disk for each byte of its dump: indexes, and room to work. */
const grown = 2;

/** @throws Fault MIG319 when the server's disk has less room than it takes, with 15 % to spare */
export async function refuseFull(
  connection: Connection,
  { files, dump }: { files: number; dump: number },
): Promise<{ needed: number; free: number }> {
  const { DockerRootDir } = (await connection.docker.info()) as { DockerRootDir: string };
  const told = await asRoot(connection, [
    ...['df', '--block-size=1', '--output=avail,size', DockerRootDir],
  ]);
  const [free = 0, size = 0] = (told.trim().split('\n').at(-1) ?? '')
    .trim()
    .split(/\s+/)
    .map(Number);
  const needed = Math.ceil(files + dump * grown);
  if (needed <= free - size * 0.05) return { needed, free };
  throw new Fault('MIG319', { server: connection.server, needed, free });
}
