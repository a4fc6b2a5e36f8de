/** A throw-away copy of an app beside it, on a network that leads nowhere. */
import { readdir, statfs } from 'node:fs/promises';
import type Docker from 'dockerode';
import { programFault, startInside } from '../../backup/database/container.js';
import { planDump } from '../../backup/database/dump.js';
import { loadDump } from '../../backup/database/load.js';
import type { RunningDatabase } from '../../backup/database/model.js';
import { withoutLog } from '../../backup/trial/database.js';
import { captureServices, type KeptService } from '../../backup/trial/kept-service.js';
import type { Trial } from '../../backup/trial/trial.js';
import { storageVolume } from '../../desired/names.js';
import { Fault } from '../../fault.js';
import { keepSettings, newDatabase } from '../database/new-database.js';
import { readFollow } from '../database/record.js';
import { optionFile, withoutReplica } from '../database/settings.js';
import type { MovedDatabase, MoverJob } from '../mover/model.js';
import { layerOver } from './layer.js';

export interface Copying {
  docker: Docker;
  trial: Trial;
  job: MoverJob;
  secrets: Record<string, string>;
  /** Of this worker. */
  image: string;
  places: { job: string; volumes: string };
  /** Bytes of the database's dump, as the seed had them. */
  bytes: number;
  say: (message: string) => void;
}

/** Where the copy answers, and when its data were copied. */
export interface Copied {
  host: string;
  port: number;
  at: Date;
  seconds: { database: number; start: number };
}

/**
 * Starts the copy: its database is a dump of the new one loaded into an empty server, its files
 * are layers over the volumes.
 * @throws Fault MIG282 when the web service does not run; BAK031 to BAK034, BAK100, BAK101
 */
export async function copyApp(copying: Copying): Promise<Copied> {
  const { docker, trial, job, secrets, image, places, say } = copying;
  const services = await captureServices(docker, job.engineName);
  const web = services.find(({ role }) => role === 'web');
  if (web === undefined) throw new Fault('MIG282', { app: job.app });
  const layers = (await readdir(places.volumes).catch(() => [] as string[])).map((key) =>
    storageVolume(job.engineName, key),
  );
  const used = services.filter(({ role }) => role !== 'cron').map(withoutLog);
  await trial.makeVolumes(
    used.map((service) => ({
      ...service,
      mounts: service.mounts.filter(({ volume }) => !layers.includes(volume)),
    })),
  );
  for (const volume of layers) await layerOver(docker, trial, { volume, image });
  await refuseTooFull(copying);
  const at = new Date();
  const begin = performance.now();
  const database = used.find(({ role }) => role === 'db');
  if (database !== undefined && job.database !== undefined) {
    say('the database is copied');
    const container = await trial.start(database, secrets);
    await fill(container, `${trial.name}-${database.role}`, job.database, places.job);
  }
  const filled = performance.now();
  say('the copy starts');
  const id = await trial.start(web, secrets);
  const { NetworkSettings } = await docker.getContainer(id).inspect();
  const host = NetworkSettings.Networks[trial.name]?.IPAddress ?? '';
  return {
    ...{ host, port: portOf(web), at },
    seconds: { database: tenths(filled - begin), start: tenths(performance.now() - filled) },
  };
}

/** A loaded database with its indexes and logs is larger than its dump, and the server needs room. */
const slack = { factor: 3, bytes: 512 << 20 };

/** A disk that fills up would stop the database that follows. @throws Fault MIG283 */
async function refuseTooFull({ places, bytes }: Copying): Promise<void> {
  const { bavail, bsize } = await statfs(places.job);
  const needed = bytes * slack.factor + slack.bytes;
  if (bavail * bsize >= needed) return;
  const mega = (count: number): number => Math.ceil(count / 1024 / 1024);
  throw new Fault('MIG283', { needed: mega(needed), free: mega(bavail * bsize) });
}

/** The copy's server behaves as the new one does, but that it is written to and follows nobody. */
async function fill(
  container: string,
  name: string,
  moved: MovedDatabase,
  folder: string,
): Promise<void> {
  if (moved.kind === 'mariadb') {
    const { settings } = await readFollow({ folder, moved });
    await keepSettings(name, optionFile({ ...withoutReplica(settings), 'event-scheduler': 'OFF' }));
  }
  const source = await newDatabase(moved);
  await pour(source, { ...source, container });
}

/** Straight from one server into the other. */
async function pour(source: RunningDatabase, target: RunningDatabase): Promise<void> {
  const { argv, accounts } = await planDump(source);
  await loadDump(target, accounts, dumpOf(source.container, argv));
}

/**
 * Begun when it is asked for: what a program has said that ended before somebody listens is lost.
 * A dump that was cut short is none: its program must have ended well.
 */
async function* dumpOf(container: string, argv: readonly string[]): AsyncGenerator<Buffer> {
  const { stdout, ended, stop } = startInside(container, argv);
  try {
    yield* stdout as AsyncIterable<Buffer>;
    const end = await ended;
    if (end.code !== 0) throw programFault('BAK033', container, argv, end);
  } finally {
    stop();
  }
}

function portOf({ env }: KeptService): number {
  const port = env.find((entry) => entry.startsWith('PORT='))?.slice('PORT='.length);
  return Number(port ?? 8080);
}

export const tenths = (milliseconds: number): number => Math.round(milliseconds / 100) / 10;
