import { expect, it } from 'vitest';
import { holdJobs } from '../../../src/migrate/host/crontab.js';
import { draftApp } from '../../../src/migrate/inspect/draft.js';
import { inspectHost } from '../../../src/migrate/inspect/inspect.js';
import { answering, answerOf } from './recorded.js';

const lines = [
  "*/10 * * * * curl -s 'https://antrian.kota.test/kirim?token=Kirim-2016' > /dev/null",
  '5 2 * * * mysqldump -u antrian -pCadangan-2016 antrian > /root/antrian.sql',
  '0 3 * * * php /srv/www/antrian/artisan lapor --password=x$Rekap-2016',
  '0 4 * * 1 php /srv/lain/kirim.php --token=Lain-2016',
];
const values = /Kirim-2016|Cadangan-2016|Rekap-2016|Lain-2016/;

async function inspected() {
  const own = '* * * * * cd /srv/www/antrian && php artisan schedule:run';
  const text = answerOf('nginx.host').replace(own, () => `${lines.join('\n')}\n${own}`);
  expect(text).toMatch(values);
  const { connection } = answering([text, answerOf('nginx.folders')]);
  return inspectHost(connection, { address: '203.0.113.7' });
}

it('shows no password of a job, and drafts it with what the secrets have', async () => {
  const { findings, judged } = await inspected();
  expect(JSON.stringify(findings)).not.toMatch(values);
  expect(findings.otherJobs.map(({ run }) => run)).toContain('php /srv/lain/kirim.php --token=***');
  const one = judged.find(({ app }) => app.name === 'antrian');
  if (one === undefined) throw new Error('no app');
  const entry = draftApp(one.app, findings.host, { address: 'a', port: 22, user: 'root' });
  expect(JSON.stringify(entry)).not.toMatch(values);
  expect(entry.secrets).toEqual(['TUGAS_SECRET']);
  expect(one.secrets.get('TUGAS_SECRET')?.reveal()).toBe('Kirim-2016');
  expect(one.app.secrets).toContain('TUGAS_SECRET');
  expect([...one.secrets].map(([, secret]) => secret.reveal())).not.toContain('Cadangan-2016');
  expect(entry.cron?.map(({ run }) => run)).toEqual([
    `curl -s 'https://antrian.kota.test/kirim?token='"\${TUGAS_SECRET}"''`,
    'cd /srv/www/antrian && php artisan schedule:run',
  ]);
  const codes = one.app.remarks.map(({ code }) => code);
  expect(codes).toEqual(expect.arrayContaining(['MIG168', 'MIG169', 'MIG159']));
});

it('holds the jobs that the inventory knows without their passwords', async () => {
  const { judged } = await inspected();
  const runs = judged.flatMap(({ app }) => app.jobs.map(({ run }) => run));
  const { count, text } = holdJobs(lines.slice(0, 3).join('\n'), runs);
  expect(count).toBe(3);
  expect(text).toContain('-pCadangan-2016');
});
