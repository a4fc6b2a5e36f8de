/** An app that is switched as everybody should: backed up, drilled and rehearsed before. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { inside, powerOff } from '../lab/faults.js';
import { askUntil } from './support/http.js';
import { type Ledger, openLedger } from './support/ledger.js';
import { type MoveSite, moved, moveLab, readyToMove } from './support/moving.js';

const { app, domain, engineName } = moved;
const confirm = ['--confirm', app];
let lab: MoveSite;
let ledger: Ledger;

beforeAll(async () => {
  lab = await moveLab(`terbukti-${process.pid}`);
  await readyToMove(lab);
  lab.site.alter('site.yaml', 'proxy:', 'backup:\n  vault: {path: /srv/cadangan}\nproxy:');
  await lab.must(['vault', 'setup', '--yes']);
  const { address } = lab.old;
  ledger = openLedger({ address, domain, prefix: 'bukti', writers: 2 });
});

afterAll(async () => {
  await ledger?.stop();
  await lab?.down();
});

/** Timers of backups and drills on its server. */
const timers = async (): Promise<number> => {
  const count = 'systemctl list-timers --all --no-legend | grep -c -e induk-backup -e induk-drill';
  return Number((await inside(lab.server, ['sh', '-c', `${count} || true`])).stdout);
};

const backups = async () => (await lab.must(['backups'])).json.data.apps[0];

it('is no business of the backups while its data is on its old host', async () => {
  await lab.must(['apply', '--yes']);
  expect(await timers()).toBe(0);
  expect(await backups()).toMatchObject({ state: 'off', reasons: [{ code: 'BAK186' }] });
  const { code, json } = await lab.site.induk(['backups', 'create', app, '--json']);
  expect([code, json.error.code]).toEqual([64, 'BAK186']);
  const all = await lab.must(['backups', 'create']);
  expect(all.json.data.created).toEqual([]);
  expect(all.json.warnings).toHaveLength(1);
});

it('is backed up, drilled and rehearsed while people write to the old side', async () => {
  await lab.must(['migrate', 'start', app, '--enable-log']);
  const { json } = await lab.site.induk(['migrate', 'cutover', app, ...confirm, '--json']);
  expect(json.error.code).toBe('MIG247');
  expect(await timers()).toBe(2);
  await lab.must(['backups', 'create', app]);
  const drilled = (await lab.must(['backups', 'drill', app])).json.data;
  expect(drilled.proven[0]).toMatchObject({ tables: 9, compared: 'digests' });
  const rehearsed = (await lab.must(['migrate', 'rehearse', app, '--pages', '0'])).json.data;
  expect(rehearsed).toMatchObject({ different: 0, method: 'follow' });
  expect(rehearsed.pages).toHaveLength(3);
});

it('is switched by that alone, and goes back, with its log of changes in the vault', async () => {
  // Its link to the old database goes with the container: it is made anew before the freeze.
  const end = `docker kill $(docker ps -qf name=${engineName}-db.1)`;
  await inside(lab.server, ['sh', '-c', end]);
  await askUntil(({ status }) => status === 200, lab.server.address, domain, '/');
  await lab.must(['migrate', 'cutover', app, ...confirm]);
  await ledger.more(20);
  await ledger.whole(lab.old.address);
  await lab.must(['migrate', 'rollback', app, ...confirm]);
  await ledger.more(20);
  await ledger.stop();
  await ledger.whole(lab.old.address);
  expect(await backups()).toMatchObject({ state: 'off', proven: { set: expect.any(String) } });
  await lab.must(['apply', '--yes']);
  expect(await timers()).toBe(0);
});

it('is for good also when its old host is no more, and nothing waits for that any longer', async () => {
  await lab.must(['migrate', 'start', app, '--enable-log']);
  await lab.must(['migrate', 'cutover', app, '--without-proof', 'backed up before', ...confirm]);
  await powerOff(lab.old);
  const commit = ['migrate', 'commit', app, ...confirm];
  const { code, json } = await lab.site.induk([...commit, '--json']);
  expect([code, json.error.code]).toEqual([1, 'MIG100']);
  const gone = await lab.must([...commit, '--old-host-gone', 'rented until June']);
  expect(gone.json.data).not.toHaveProperty('erasable');
  const report = (await lab.must(['migrate', 'report', app])).json.data;
  expect(report).toMatchObject({ phase: 'committed', oldHostGone: 'rented until June' });
  const told = await lab.must(['audit', '--app', app]);
  expect(JSON.stringify(told.json.data)).toContain('rented until June');
  await askUntil(({ status }) => status === 200, lab.server.address, domain, '/');
  await lab.must(['destroy', app, ...confirm]);
});
