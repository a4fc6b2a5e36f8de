import { execa } from 'execa';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { VerifyResult } from '../../../src/backup/worker/keep.js';
import type { CreateResult } from '../../../src/backup/worker/run.js';
import type { OpenedSet, SetList } from '../../../src/backup/worker/sets.js';
import { databaseRun } from '../../images/support/apps.js';
import { buildImage, docker, healthy, Place, until } from '../../images/support/engine.js';
import { buildWorker, names, sql, vaultKey, Worker } from './support.js';

const place = new Place();
let worker: Worker;
let name: string;

/** restic, but that it stands still at a step, before it or after it, until it is killed. */
const halting = `#!/bin/sh
halt() { case "$1 $args" in "$(cat /job/step)"*) touch /job/halted; exec sleep 600;; esac; }
args=" $* "; args="\${args#*--stuck-request-timeout=2m }"
args=$(echo "$args" | sed 's/ -- .*//; s/.*\\(part=[a-z]*\\).*/\\1/')
halt before; /usr/bin/restic "$@"; code=$?; halt after; exit $code
`;

/** The same for the dump, which restic waits for with its lock in the vault. */
const haltingDump = `#!/bin/sh
case "$(cat /job/step) $*" in
  'amid part=database '*--single-transaction*) touch /job/halted; exec sleep 600;;
esac
exec /usr/bin/docker "$@"
`;

beforeAll(async () => {
  await place.secret('DB_PASSWORD', 'sandi');
  const [image, mariadb] = await Promise.all([buildWorker(), buildImage({ recipe: 'mariadb' })]);
  const database = await place.start(databaseRun(place, 'mariadb', mariadb));
  worker = new Worker(place, image, 'parkir');
  name = `${worker.job}-create`;
  await worker.shell('mkdir /job/bin; cat > /job/bin/restic', { input: halting });
  await worker.shell('cat > /job/bin/docker; chmod 755 /job/bin/*', { input: haltingDump });
  await worker.shell('head -c 300000 /dev/urandom > /berkas/acak');
  const job = { database: { kind: 'mariadb', ...names, service: database } } as const;
  await worker.give(worker.backupJob(job));
  await worker.ask(['init'], { access: worker.access(), vaultKey });
  await healthy(database);
  await sql(database, 'mariadb', 'CREATE TABLE warga AS SELECT seq FROM seq_1_to_5000');
});

afterAll(() => place.clean());

const listed = async (): Promise<SetList> => (await worker.ask<SetList>(['list'])).data as SetList;

/** A run in the container that the timer starts again and again, which keeps its host name. */
const start = (...env: string[]) =>
  execa(
    'docker',
    [
      ...['run', '--rm', '--name', name, '--hostname', 'parkir', ...env],
      ...worker.flags([`${worker.job}:/job`]),
      ...[worker.image, 'create'],
    ],
    { reject: false },
  );

async function killAt(step: string): Promise<void> {
  await worker.shell(`rm -f /job/halted; echo ${step} > /job/step; date +%N > /berkas/baru`);
  const running = start('-e', 'PATH=/job/bin:/usr/sbin:/usr/bin:/sbin:/bin');
  const halted = async () => (await docker('exec', name, 'sh', '-c', 'echo /job/h*')).trim();
  await until(step, async () => (await halted()) === '/job/halted');
  await docker('kill', name);
  expect((await running).exitCode).toBe(137);
}

const record = async () => JSON.parse(await worker.shell('cat /status/parkir.create.json'));

async function made(): Promise<string> {
  const { stdout } = await start();
  const { type, data } = JSON.parse(stdout.split('\n').at(-1) ?? '{}');
  expect(type, stdout).toBe('result');
  return (data as CreateResult).set;
}

describe('a worker that is killed', () => {
  let first: string;

  beforeAll(async () => {
    first = await made();
  });

  it.each([
    'before part=database',
    'amid part=database',
    'after part=database',
    'after part=files',
    // A moment after the end of the part before.
    ...(process.env.INDUK_TEST_FULL ? ['before part=files', 'before part=manifest'] : []),
  ])('%s leaves no set, and claims none', async (step) => {
    const before = await listed();
    await killAt(step);
    const { sets, unfinished } = await listed();
    expect(sets.map(({ set }) => set)).toEqual([first]);
    const begun = /(before|amid) part=database/.test(step) ? 0 : 1;
    expect(unfinished.length - before.unfinished.length).toBe(begun);
  });

  it('after part=manifest leaves a whole set', async () => {
    const { sets } = await listed();
    await killAt('after part=manifest');
    const now = await listed();
    expect(now.sets).toHaveLength(sets.length + 1);
    const { data } = await worker.ask<OpenedSet>(['show']);
    expect(data?.manifest.set).toBe(now.sets[0]?.set);
  });

  it('is followed by one that succeeds, and all there is can be read back', async () => {
    const { sets } = await listed();
    // Nobody could put anything on record; in a day `backups` calls that late.
    expect(await record()).toMatchObject({ ok: true, set: first });
    const set = await made();
    expect((await listed()).sets.map((each) => each.set)).toEqual([
      set,
      ...sets.map((each) => each.set),
    ]);
    expect(await record()).toMatchObject({ ok: true, set });
    // Nor do locks of those that were killed keep anybody out.
    const { data, fault } = await worker.ask<VerifyResult>(['verify', '--data', '100']);
    expect(fault).toBeUndefined();
    expect(data).toMatchObject({ newest: set, sets: sets.length + 1 });
  });
});
