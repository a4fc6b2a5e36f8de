/** Jobs of apps on an engine: placed, replaced, taken away; nothing else is touched. */
import { pack } from 'tar-stream';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ensureBase } from '../../../scripts/setup/engine.js';
import { placeDrill, placeJob, removeJob, removeJobs } from '../../../src/backup/containers/job.js';
import { placeWatch } from '../../../src/backup/containers/watch.js';
import type { BackupJob } from '../../../src/backup/model.js';
import type { Connection } from '../../../src/server/connection.js';
import { connectLocal } from '../../../src/server/local.js';

const site = `kota-job-${process.pid}`;
const tag = 'induk-test/job';
const none = { backups: [], drills: [], watch: false };
let connection: Connection;

beforeAll(async () => {
  connection = await connectLocal('lokal');
  const base = await ensureBase('trixie', { log: () => undefined });
  for (const version of ['1', '2']) await build(version, base);
});

afterAll(async () => {
  await removeJobs(connection, site, none);
  const filters = { label: [`induk.site=${site}`] };
  const { docker } = connection;
  for (const { Id } of await docker.listContainers({ all: true, filters })) {
    await docker.getContainer(Id).remove({ force: true });
  }
  for (const { Name } of (await docker.listVolumes({ filters })).Volumes ?? []) {
    await docker.getVolume(Name).remove();
  }
  await Promise.all(['1', '2'].map((version) => docker.getImage(`${tag}:${version}`).remove()));
});

/** An image whose containers do nothing for a while, whatever they are told. */
async function build(version: string, base: string): Promise<void> {
  const context = pack();
  const script = "trap 'exit 0' TERM; sleep 100 & wait";
  const entry = JSON.stringify(['sh', '-c', script]);
  const text = `FROM ${base}\nLABEL version=${version}\nENTRYPOINT ${entry}\n`;
  context.entry({ name: 'Dockerfile' }, text);
  context.finalize();
  const { docker } = connection;
  const stream = await docker.buildImage(context as unknown as NodeJS.ReadableStream, {
    t: `${tag}:${version}`,
  });
  await new Promise<void>((resolve, reject) => {
    docker.modem.followProgress(stream, (error) => (error ? reject(error) : resolve()));
  });
}

function jobOf(name: string): BackupJob {
  const engineName = `uji${process.pid}-${name}`;
  return {
    ...{ formatVersion: 1, site, app: `uji${process.pid}/${name}`, engineName, server: 'lokal' },
    ...{ access: { url: '/vault', password: 'sandi' }, volumes: ['berkas'], secrets: {} },
  };
}

const place = (job: BackupJob, version = '1') =>
  placeJob(connection, job, { image: `${tag}:${version}` }).then(() =>
    placeDrill(connection, job, { image: `${tag}:${version}`, isHome: true }),
  );

async function containers(): Promise<Map<string, string>> {
  const filters = { label: [`induk.site=${site}`] };
  const all = await connection.docker.listContainers({ all: true, filters });
  return new Map(all.flatMap(({ Id, Names }) => Names.map((name) => [name.slice(1), Id])));
}

async function volumes(): Promise<string[]> {
  const filters = { label: [`induk.site=${site}`] };
  const { Volumes } = await connection.docker.listVolumes({ filters });
  return (Volumes ?? []).map(({ Name }) => Name).sort();
}

test('a job is placed once, and volumes that the app has not made yet are the app’s', async () => {
  const job = jobOf('satu');
  await place(job);
  const before = await containers();
  expect([...before.keys()].sort()).toEqual(
    ['backup', 'drill'].map((kind) => `induk-${kind}-${job.engineName}`),
  );
  expect(await volumes()).toEqual([`${job.engineName}-backup`, `${job.engineName}-berkas`]);
  await place(job);
  expect(await containers()).toEqual(before);
});

test('a run under way goes on when its worker is replaced', async () => {
  const job = jobOf('satu');
  const name = `induk-backup-${job.engineName}`;
  await connection.docker.getContainer(name).start();
  const running = (await containers()).get(name);
  await place(job, '2');
  await removeJobs(connection, site, {
    backups: [job.engineName],
    drills: [job.engineName],
    watch: false,
  });
  const after = await containers();
  expect(after.get(`${name}-before`)).toBe(running);
  expect(after.get(name)).not.toBe(running);
  const { State } = await connection.docker.getContainer(`${name}-before`).inspect();
  expect(State.Running).toBe(true);
});

test('a log is followed all the time, by one worker, until that is turned off', async () => {
  const job: BackupJob = { ...jobOf('tiga'), pointInTime: true };
  const name = `induk-log-${job.engineName}`;
  const state = async () => (await connection.docker.getContainer(name).inspect()).State;
  await place(job);
  const first = (await containers()).get(name);
  expect((await state()).Running).toBe(true);
  expect(await volumes()).toContain(`${job.engineName}-db`);
  await place(job);
  expect((await containers()).get(name)).toBe(first);
  await connection.docker.getContainer(name).stop({ t: 1 });
  await place(job, '2');
  expect((await containers()).get(name)).not.toBe(first);
  expect(await state()).toMatchObject({ Running: true });
  const { pointInTime: _, ...off } = job;
  await place(off, '2');
  expect([...(await containers()).keys()]).not.toContain(name);
  await place(job, '2');
  expect(await removeJob(connection, job)).toBe(true);
  expect([...(await containers()).keys()]).not.toContain(name);
  for (const kind of ['berkas', 'db']) {
    await connection.docker.getVolume(`${job.engineName}-${kind}`).remove();
  }
});

test('an app that goes takes its job with it, a run too, and leaves its data and the others', async () => {
  const [one, two] = [jobOf('satu'), jobOf('dua')];
  await place(two);
  expect(await removeJob(connection, one)).toBe(true);
  expect(await removeJob(connection, one)).toBe(false);
  expect([...(await containers()).keys()].every((name) => name.includes(two.engineName))).toBe(
    true,
  );
  expect(await volumes()).toEqual(
    [
      `${two.engineName}-backup`,
      ...[one, two].map(({ engineName }) => `${engineName}-berkas`).sort(),
    ].sort(),
  );
});

test('a server where only drills of an app run has the worker for those, and moves it away', async () => {
  const { volumes: _, secrets: __, ...job } = jobOf('tiga');
  const own = async () =>
    [...(await containers()).keys()].filter((name) => name.endsWith(job.engineName));
  await placeDrill(connection, job, { image: `${tag}:1`, isHome: false });
  expect(await own()).toEqual([`induk-drill-${job.engineName}`]);
  expect(await volumes()).toContain(`${job.engineName}-backup`);
  await placeJob(connection, jobOf('tiga'), { image: `${tag}:1` });
  await removeJobs(connection, site, { backups: [job.engineName], drills: [], watch: false });
  expect(await own()).toEqual([`induk-backup-${job.engineName}`]);
});

test('the watch of a server is there as long as somebody is to be told', async () => {
  const job = { formatVersion: 1 as const, site, server: 'lokal', notify: {}, apps: [] };
  const { docker } = connection;
  await placeWatch(connection, job, `${tag}:1`);
  const first = (await containers()).get('induk-watch');
  await placeWatch(connection, { ...job, notify: { mail: 'aptika@uji.test' } }, `${tag}:1`);
  expect((await containers()).get('induk-watch')).toBe(first);
  const { Config, HostConfig } = await docker.getContainer('induk-watch').inspect();
  expect(Config.Cmd).toEqual(['watch']);
  expect(HostConfig.Binds).toContain('/var/lib/induk/backups:/status:ro');
  await placeWatch(connection, job, `${tag}:2`);
  expect((await containers()).get('induk-watch')).not.toBe(first);
  await removeJobs(connection, site, { ...none, watch: true });
  expect([...(await containers()).keys()]).toContain('induk-watch');
  expect(await volumes()).toContain('induk-watch');
  await removeJobs(connection, site, none);
  expect([...(await containers()).keys()]).not.toContain('induk-watch');
  expect(await volumes()).not.toContain('induk-watch');
});

test('a site that is not backed up any more keeps no job', async () => {
  await removeJobs(connection, site, none);
  expect((await containers()).size).toBe(0);
  expect((await volumes()).filter((name) => name.endsWith('-backup'))).toEqual([]);
});
