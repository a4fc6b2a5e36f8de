import { execa } from 'execa';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { VerifyResult } from '../../../src/backup/worker/keep.js';
import type { CreateResult } from '../../../src/backup/worker/run.js';
import type { SetList } from '../../../src/backup/worker/sets.js';
import { databaseRun } from '../../images/support/apps.js';
import { buildImage, docker, healthy, Place, until } from '../../images/support/engine.js';
import { answerOf, buildWorker, names, sql, vaultKey, Worker } from './support.js';

const place = new Place();
let worker: Worker;
let database: string;

beforeAll(async () => {
  await place.secret('DB_PASSWORD', 'sandi');
  const [image, mariadb] = await Promise.all([buildWorker(), buildImage({ recipe: 'mariadb' })]);
  database = await place.start(databaseRun(place, 'mariadb', mariadb));
  worker = new Worker(place, image, 'parkir');
  await worker.shell('head -c 300000 /dev/urandom > /berkas/acak');
  await worker.give(job(database));
  await healthy(database);
  // Rows that take a while to read: a dump is caught in the middle.
  await sql(
    database,
    'mariadb',
    'CREATE TABLE besar AS SELECT seq, REPEAT(MD5(seq), 30) isi FROM seq_1_to_300000',
  );
  await worker.ask(['init'], { access: worker.access(), vaultKey });
});

afterAll(() => place.clean());

const job = (service: string) =>
  worker.backupJob({ database: { kind: 'mariadb', ...names, service } });
const listed = async (): Promise<SetList> => (await worker.ask<SetList>(['list'])).data as SetList;
const dumps = async (): Promise<string> =>
  (await execa('docker', ['exec', database, 'sh', '-c', findDump])).stdout;
const isDumping = (): Promise<void> =>
  until('the dump runs', async () => (await dumps()) !== '').then(() => {});

/** Process IDs of a program; the smallest Debian has no pgrep. */
const find = (program: string) => `for p in /proc/[0-9]*; do
  tr '\\0' ' ' < $p/cmdline 2>/dev/null | grep -q '^${program} ' && echo \${p#/proc/}; done; true`;
const findDump = find('mariadb-dump');

/** A run in a container that can be struck. */
const name = () => `${worker.job}-struck`;
const start = () => {
  const flags = ['--name', name(), ...worker.flags([`${worker.job}:/job`])];
  return execa('docker', ['run', '--rm', ...flags, worker.image, 'create'], { reject: false });
};

describe('what goes wrong', () => {
  it('a dump that is killed leaves no snapshot', async () => {
    const running = worker.create<CreateResult>();
    await isDumping();
    await docker('exec', database, 'sh', '-c', `kill -9 $(${findDump})`);
    const { fault } = await running;
    expect(['BAK031', 'BAK033']).toContain(fault?.code);
    expect(await listed()).toEqual({ sets: [], unfinished: [] });
    const record = JSON.parse(await worker.shell('cat /status/parkir.create.json'));
    expect(record).toMatchObject({ ok: false, failure: { code: fault?.code } });
  });

  it.each([
    ['killed', ['kill'], ''],
    ['stopped', ['stop', '-t', '20'], 'BAK002'],
  ])('a worker that is %s leaves no set and no dump running', async (_, end, said) => {
    const run = start();
    await isDumping();
    await docker(...end, name());
    expect((await run).stdout).toContain(said);
    await until('the dump has ended', async () => (await dumps()) === '');
    expect((await listed()).sets).toEqual([]);
  });

  it('restic that is killed alone leaves no set and no dump running, and is told', async () => {
    const run = start();
    await isDumping();
    await docker('exec', name(), 'sh', '-c', `kill -9 $(${find('restic')})`);
    const { fault, exitCode } = answerOf(await run);
    expect([exitCode, fault?.code, fault?.args.reason]).toEqual([1, 'BAK018', 'SIGKILL']);
    await until('the dump has ended', async () => (await dumps()) === '');
    expect(await listed()).toEqual({ sets: [], unfinished: [] });
    const record = JSON.parse(await worker.shell('cat /status/parkir.create.json'));
    expect(record).toMatchObject({ ok: false, failure: { code: 'BAK018' } });
  });

  it('the next run succeeds', async () => {
    await sql(database, 'mariadb', 'DROP TABLE besar');
    const { data } = await worker.create<CreateResult>();
    expect((await listed()).sets).toMatchObject([{ set: data?.set }]);
  });

  it('no database, no set, and the one before stays', async () => {
    await worker.give(job('tidak-ada'));
    expect((await worker.create()).fault).toMatchObject({ code: 'BAK030' });
    expect((await listed()).sets).toHaveLength(1);
  });

  it('four flipped bytes are found by reading the data back', async () => {
    // Locks of the worker that was killed count for half an hour.
    await worker.restic('unlock --remove-all');
    expect((await worker.ask<VerifyResult>(['verify'])).data).toMatchObject({ data: 0, sets: 1 });
    await worker.shell(`file=$(find /vault/parkir/data -type f -size +100k | head -1)
      chmod u+w "$file"; printf FLIP | dd of="$file" bs=1 seek=700 conv=notrunc status=none`);
    expect((await worker.ask(['verify', '--data', '100'])).fault?.code).toBe('BAK017');
  });

  it('parts without a manifest are no set', async () => {
    const { sets } = await listed();
    await worker.restic(`forget ${sets[0]?.snapshots.manifest}`);
    expect(await listed()).toEqual({ sets: [], unfinished: [sets[0]?.set] });
    expect((await worker.ask(['show'])).fault?.code).toBe('BAK023');
  });
});
