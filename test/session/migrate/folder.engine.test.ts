/** What is known of a move outlives its mover: read on this machine's own engine. */
import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ensureBase } from '../../../scripts/setup/engine.js';
import { archiveOf } from '../../../src/backup/containers/archive.js';
import { moverContainer, moveVolume } from '../../../src/desired/names.js';
import type { Connection } from '../../../src/server/connection.js';
import { connectLocal } from '../../../src/server/local.js';
import { forgetMove } from '../../../src/session/migrate/forget.js';
import { readMoveJournal } from '../../../src/session/migrate/journal.js';
import { presentMover } from '../../../src/session/migrate/mover.js';

const engineName = `uji-${randomBytes(4).toString('hex')}-pindah`;
const app = { id: 'uji/pindah' as const, engineName, storage: {} };
const order = { formatVersion: 1, goal: 'live', method: 'follow' };
const entry = { at: '2026-03-01T00:00:00.000Z', event: 'goal', goal: 'live' };
let connection: Connection;
let image: string;

beforeAll(async () => {
  connection = await connectLocal('lokal');
  image = await ensureBase('trixie', { log: () => undefined });
  const files = [
    { name: 'move.json', mode: 0o600, content: JSON.stringify(order) },
    { name: 'journal.ndjson', mode: 0o600, content: `${JSON.stringify(entry)}\n` },
  ];
  const container = await mover();
  await container.putArchive(await archiveOf(files), { path: '/job' });
});

afterAll(async () => {
  await forgetMove([connection], app);
});

const mover = () =>
  connection.docker.createContainer({
    ...{ name: moverContainer(engineName), Image: image, Cmd: ['true'] },
    HostConfig: { Binds: [`${moveVolume(engineName)}:/job`] },
  });

/** Names of the containers that have the volume of the move. */
async function around(): Promise<string[]> {
  const filters = { volume: [moveVolume(engineName)] };
  const found = await connection.docker.listContainers({ all: true, filters });
  return found.flatMap(({ Names }) => Names);
}

it('is there while the mover is, which has an image', async () => {
  const present = await presentMover({ connection, site: 'uji', app });
  expect(present).toEqual({ image, isRunning: false, isFailing: false, order });
});

it('is there when somebody has taken the mover away, and nothing stays of who looked', async () => {
  await connection.docker.getContainer(moverContainer(engineName)).remove();
  const present = await presentMover({ connection, site: 'uji', app });
  expect(present).toEqual({ isRunning: false, isFailing: false, order });
  expect(await readMoveJournal(connection, app)).toEqual([entry]);
  expect(await around()).toEqual([]);
});

it('goes with the app, also when who looked was killed', async () => {
  const container = await mover();
  await connection.docker.getContainer(container.id).rename({ name: `${engineName}-killed` });
  await forgetMove([connection], app);
  expect(await around()).toEqual([]);
  expect(await readMoveJournal(connection, app)).toBeUndefined();
  expect(await presentMover({ connection, site: 'uji', app })).toBeUndefined();
});

it('of an app that was never moved is nothing, and no volume is made by looking', async () => {
  const other = { ...app, engineName: `${engineName}-lain` };
  expect(await presentMover({ connection, site: 'uji', app: other })).toBeUndefined();
  const { Volumes } = await connection.docker.listVolumes();
  expect(Volumes.map(({ Name }) => Name)).not.toContain(moveVolume(other.engineName));
});
