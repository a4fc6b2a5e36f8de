import { expect } from 'vitest';
import { address, docker, healthy, inside, type Place, type Run, until } from './engine.js';

/** A password with every character that some quoting forgets. */
export const awkwardPassword = `p@ss'w"o\\rd/%$&?#:;{}[]\`~+ =é`;

const engines = {
  mariadb: { data: '/var/lib/mysql', sockets: '/run/mysqld' },
  postgres: { data: '/var/lib/postgresql/data', sockets: '/run/postgresql' },
};
export type DatabaseKind = keyof typeof engines;

/** A database beside an app, as induk lays them out; volumes are `data` and `socket`. */
export function databaseRun(place: Place, kind: DatabaseKind, image: string): Run {
  const { data, sockets } = engines[kind];
  return {
    image,
    env: { DB_NAME: 'uji-1', DB_USER: 'uji' },
    volumes: { [data]: place.volume('data'), [sockets]: place.volume('socket') },
  };
}

/** An app of that database. */
export function appRun(place: Place, kind: DatabaseKind, image: string): Run {
  const { sockets } = engines[kind];
  return {
    image,
    env: {
      DB_KIND: kind,
      DB_NAME: 'uji-1',
      DB_USER: 'uji',
      DB_HOST: 'localhost',
      DB_SOCKET: kind === 'mariadb' ? `${sockets}/mysqld.sock` : sockets,
      TZ: 'Asia/Jakarta',
    },
    volumes: { [sockets]: place.volume('socket') },
    publish: true,
  };
}

/** Body of a page, whatever its status. */
export async function ask(container: string, path: string): Promise<string> {
  return (await fetch(`${await address(container)}${path}`)).text();
}

/**
 * Kills a database in the middle of making its data directory, starts it again and
 * expects it to become healthy.
 */
async function killDuringFirstStart(place: Place, run: Run): Promise<void> {
  const data = Object.keys(run.volumes ?? {})[0] ?? '';
  const container = await place.start(run);
  await until('the data directory is being made', async () => {
    return (await inside(container, ['test', '-e', `${data}/initial`])).exitCode === 0;
  });
  await docker('kill', container);
  const left = await place.once({ ...run, entrypoint: 'ls', command: ['-A', data] });
  expect(left.split('\n')).toEqual(['initial']);
  await docker('start', container);
  await healthy(container);
  await docker('rm', '-fv', container);
}

/** Stops a container while it answers a slow request; that answer must arrive whole. */
export async function stopDuringRequest(container: string): Promise<void> {
  const answer = ask(container, '/?slow=3');
  await until('the slow request has begun', async () => {
    return (await inside(container, ['test', '-e', '/tmp/slow-started'])).exitCode === 0;
  });
  const begin = Date.now();
  await docker('stop', '-t', '20', container);
  expect(await answer).toBe('finished');
  // Well before the time limit: it ended by itself, when the request was done.
  expect(Date.now() - begin).toBeLessThan(10_000);
}

/** A database and its app, both healthy; the database was killed in its first start. */
export async function startPair(
  place: Place,
  kind: DatabaseKind,
  images: { database: string; app: string },
): Promise<{ database: string; app: string }> {
  await killDuringFirstStart(place, databaseRun(place, kind, images.database));
  // The app first: it waits for its database.
  const app = await place.start(appRun(place, kind, images.app));
  const database = await place.start(databaseRun(place, kind, images.database));
  await healthy(database);
  await healthy(app);
  return { database, app };
}
