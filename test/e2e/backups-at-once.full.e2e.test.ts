/** Twenty apps that are backed up at the same time. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { inside } from '../lab/faults.js';
import type { LabServer } from '../lab/servers.js';
import { changeApp, type Harmed, harmedSite, image } from './faults/support.js';

const names = Array.from({ length: 20 }, (_, index) => `kecil-${index + 1}`);
const concurrency = 2;

let harmed: Harmed;

beforeAll(async () => {
  harmed = await harmedSite('serentak', { count: 2 });
  for (const server of harmed.servers) await inside(server, ['mkdir', '-p', '/srv/brankas']);
  const vault = `{vault: {path: /srv/brankas}, concurrency: ${concurrency}}`;
  harmed.site.alter('site.yaml', 'proxy:', `backup: ${vault}\nproxy:`);
  names.forEach((name, index) => {
    const server = harmed.servers[index % 2] as LabServer;
    changeApp(harmed.site, name, () => ({
      server: server.name,
      runtime: { image, port: 8080 },
      env: { VERSION: 1 },
      size: { cpu: 0.02, memory: '16MiB' },
    }));
  });
  const setup = await harmed.site.induk(['vault', 'setup', '--yes']);
  expect(setup.code, setup.stderr).toBe(0);
  await harmed.converges();
});

afterAll(() => harmed?.down());

test('never are more at work on a server than the policy says', async () => {
  const since = String(Date.now() / 1000 - 1);
  const args = ['backups', 'create', ...names.map((name) => `uji/${name}`), '--json'];
  const run = await harmed.site.induk(args);
  expect(run.code, run.stderr).toBe(0);
  expect(run.json.data.created).toHaveLength(names.length);
  for (const server of harmed.servers) {
    expect(await mostAtOnce(server, since)).toBe(concurrency);
  }
});

/** Workers that ran at the same time, as the server's engine saw them start and end. */
async function mostAtOnce(server: LabServer, since: string): Promise<number> {
  const filters = ['type=container', 'event=start', 'event=die'].flatMap((f) => ['--filter', f]);
  const until = String(Date.now() / 1000);
  const format = ['--format', '{{.Status}} {{.Actor.Attributes.name}}'];
  const window = ['--since', since, '--until', until];
  const events = await harmed.docker(['events', ...window, ...filters, ...format], server);
  let [running, most] = [0, 0];
  for (const line of events.split('\n')) {
    const [status, name = ''] = line.split(' ');
    if (!name.startsWith('induk-backup-')) continue;
    running += status === 'start' ? 1 : -1;
    most = Math.max(most, running);
  }
  expect(running).toBe(0);
  return most;
}
