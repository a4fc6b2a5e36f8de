import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  buildImage,
  docker,
  fileIn,
  inside,
  logs,
  Place,
  testApp,
  until,
} from './support/engine.js';

const place = new Place();

const jobs = [
  { name: 'baik', at: '0 3 * * *', run: 'id -un; printf "100%%\\n"; echo "$KUNCI" "$HALO"; pwd' },
  { name: 'gagal', at: '*/5 * * * *', run: 'echo rusak >&2; exit 3' },
  {
    name: 'lama',
    at: '@hourly',
    run: 'touch /tmp/began; until [ -e /tmp/end ]; do sleep 0.1; done',
  },
];

beforeAll(async () => {
  await place.secret('KUNCI', 'rahasia 100% \'"$x');
});

afterAll(() => place.clean());

const record = async (container: string, name: string) =>
  JSON.parse(await fileIn(container, `/var/lib/induk-jobs/${name}.json`)) as Record<
    string,
    unknown
  >;

const job = (container: string, name: string) => inside(container, ['induk-job', name]);

describe.each([
  ['php', 'www-data'],
  ['node', 'app'],
] as const)('cron of a %s app', (recipe, user) => {
  let cron: string;

  beforeAll(async () => {
    cron = await place.start({
      image: await buildImage({ recipe, app: testApp(recipe) }),
      command: ['induk-cron'],
      user: 'root',
      env: { CRON_JOBS: JSON.stringify(jobs), HALO: 'halo $HOME' },
      volumes: { '/var/lib/induk-jobs': place.volume(`jobs-${recipe}`) },
    });
    await until('cron runs', async () => (await logs(cron)).includes('3 job(s) scheduled'));
  });

  it('writes a crontab that holds no command', async () => {
    const lines = (await fileIn(cron, '/etc/cron.d/induk')).split('\n').slice(2);
    expect(lines).toEqual([
      '0 3 * * * root /usr/local/bin/induk-job baik >/proc/1/fd/1 2>&1',
      '*/5 * * * * root /usr/local/bin/induk-job gagal >/proc/1/fd/1 2>&1',
      '@hourly root /usr/local/bin/induk-job lama >/proc/1/fd/1 2>&1',
    ]);
  });

  it("runs a job as the app's user, with its environment, percent signs whole", async () => {
    const { stdout, exitCode } = await job(cron, 'baik');
    expect(stdout.split('\n')).toEqual([user, '100%', 'rahasia 100% \'"$x halo $HOME', '/app']);
    expect(exitCode).toBe(0);
    const time = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
    expect(await record(cron, 'baik')).toEqual({
      name: 'baik',
      startedAt: time,
      finishedAt: time,
      exitCode: 0,
      durationMs: expect.any(Number),
    });
  });

  it('records a failure', async () => {
    expect((await job(cron, 'gagal')).exitCode).toBe(3);
    expect(await record(cron, 'gagal')).toMatchObject({ exitCode: 3 });
  });

  it('refuses a job it does not know', async () => {
    expect((await job(cron, 'asing')).exitCode).toBe(64);
    expect((await job(cron, '../x')).exitCode).toBe(64);
  });

  it('skips a run while the previous one lasts, and finishes it when stopped', async () => {
    const first = job(cron, 'lama');
    await until('the job runs', async () => {
      return (await inside(cron, ['test', '-e', '/tmp/began'])).exitCode === 0;
    });
    const second = await job(cron, 'lama');
    expect(second.exitCode).toBe(0);
    expect(second.stdout).toContain('skipped');
    expect(await record(cron, 'lama')).toEqual({ name: 'lama', skippedAt: expect.any(String) });

    const begin = Date.now();
    const stopped = docker('stop', '-t', '30', cron);
    await inside(cron, ['touch', '/tmp/end']);
    await stopped;
    await first;
    expect(Date.now() - begin).toBeLessThan(15_000);
    await docker('start', cron);
    expect(await record(cron, 'lama')).toMatchObject({
      exitCode: 0,
      skippedAt: expect.any(String),
    });
  });
});
