import { describe, expect, it } from 'vitest';
import { heldScript, holdJobs } from '../../src/migrate/host/crontab.js';
import { proveJobs, type SeenJobs, type SwitchedJobs } from '../../src/migrate/jobs-proof.js';
import { faultOf } from '../server/fault.js';

const crontab = '/etc/cron.d/parkir';
const spool = '/var/spool/cron/crontabs/www-data';
const run = {
  bill: 'php /var/www/parkir/tagih.php >> /var/log/tagih.log 2>&1',
  send: "curl -d 'token=***' https://parkir.kota.test/kirim",
  total: 'php /var/www/parkir/rekap.php',
};
const there = [
  { in: crontab, run: run.bill },
  { in: 'crontab of www-data', run: run.send },
  { in: '/etc/systemd/system/rekap.timer', run: run.total },
];
const wanted = [
  { name: 'tagih', at: '*/5 * * * *', run: 'php /var/www/parkir/tagih.php' },
  {
    name: 'kirim',
    at: '0 1 * * *',
    run: `curl -d 'token='"\${TOKEN}"'' https://parkir.kota.test/kirim`,
  },
  { name: 'rekap', at: '0 2 * * *', run: run.total },
];
const jobs: SwitchedJobs = { there, wanted, ready: wanted };

const lines = {
  [crontab]: `# Parkir\n*/5 * * * * www-data ${run.bill}\n`,
  [spool]: `0 1 * * * ${run.send.replace('***', 'Rahasia')}\n0 3 * * * /srv/lain.sh\n`,
};

/** The old host with its crontabs as the agent leaves them. */
function seen(change: Record<string, string> = {}, timers: string[] = []): SeenJobs {
  const runs = Object.values(run);
  const files = Object.entries(lines).map(
    ([path, text]) => [path, holdJobs(text, runs).text] as const,
  );
  return {
    old: {
      server: 'lama',
      files: new Map([...files, ...Object.entries(change)]),
      timers: new Set(['apt-daily.timer', ...timers]),
    },
    schedulers: [],
  };
}

describe('cron jobs in the proof before a switch', () => {
  it('are off on the old host and ready on the new one', () => {
    expect(proveJobs(jobs, seen())).toEqual({ equal: true, off: 3, ready: 3, left: [] });
  });

  it.each<[string, SeenJobs, string]>([
    ['was turned on again', seen({ [crontab]: lines[crontab] }), `${crontab}: ${run.bill}`],
    [
      'is off once and on once more',
      seen({ [crontab]: `${holdJobs(lines[crontab], [run.bill]).text}${lines[crontab]}` }),
      `${crontab}: ${run.bill}`,
    ],
    ['is in a file that nobody held', seen({ [crontab]: '# kosong\n' }), `${crontab}: ${run.bill}`],
    [
      'has a password that nobody may read here',
      seen({ [spool]: lines[spool] }),
      `crontab of www-data: ${run.send}`,
    ],
    [
      'is a timer that runs',
      seen({}, ['rekap.timer']),
      `/etc/systemd/system/rekap.timer: ${run.total}`,
    ],
  ])('prove nothing when one %s', async (_, now, told) => {
    const fault = await faultOf(Promise.resolve().then(() => proveJobs(jobs, now)));
    expect([fault.code, fault.args]).toEqual(['MIG209', { server: 'lama', jobs: told }]);
  });

  it('may be scripts, which are off while another lies in their place', async () => {
    const path = '/etc/cron.daily/parkir';
    const one = { ...jobs, there: [{ in: path, run: path }] };
    const left = [`${path}: ${path}`];
    expect(proveJobs(one, seen({ [path]: heldScript }))).toMatchObject({ off: 1, left });
    const running = seen({ [path]: '#!/bin/sh\nphp /var/www/parkir/rekap.php\n' });
    const fault = await faultOf(Promise.resolve().then(() => proveJobs(one, running)));
    expect(fault.code).toBe('MIG209');
  });

  it('are all that the inventory wants, and not at work yet', async () => {
    const prove = (ready: SwitchedJobs['ready'], schedulers: string[]) =>
      faultOf(
        Promise.resolve().then(() => proveJobs({ ...jobs, ready }, { ...seen(), schedulers })),
      );
    const [, ...two] = wanted;
    const part = 'jobs';
    expect((await prove(two, [])).args).toEqual({ part, count: 1, first: 'tagih' });
    const early = await prove(wanted, ['dishub-parkir-cron']);
    expect([early.code, early.args.first]).toEqual(['MIG208', 'dishub-parkir-cron']);
  });

  it('tell those that nobody took over, and go on', () => {
    const [bill] = wanted;
    const fewer = { there, wanted: [bill], ready: [bill] } as SwitchedJobs;
    expect(proveJobs(fewer, seen())).toEqual({
      ...{ equal: true, off: 3, ready: 1 },
      left: [`crontab of www-data: ${run.send}`, `/etc/systemd/system/rekap.timer: ${run.total}`],
    });
  });

  it('are off by its owner’s word where nobody else may look', () => {
    expect(proveJobs(jobs, { schedulers: [] })).toEqual({ equal: true, ready: 3, left: [] });
    const none = { there: [], wanted: [], ready: [] };
    expect(proveJobs(none, { schedulers: [] })).toMatchObject({ off: 0, ready: 0 });
  });
});
