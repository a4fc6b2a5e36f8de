/** An app that is switched as everybody should: rehearsed, backed up and drilled before. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { inside } from '../lab/faults.js';
import { ask } from './support/http.js';
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

it('is backed up and drilled while it follows, and switched by that alone', async () => {
  await lab.must(['migrate', 'start', app, '--enable-log']);
  const { json } = await lab.site.induk(['migrate', 'cutover', app, ...confirm, '--json']);
  expect(json.error.code).toBe('MIG247');
  await lab.must(['backups', 'create', app]);
  const drilled = (await lab.must(['backups', 'drill', app])).json.data;
  expect(drilled.proven[0]).toMatchObject({ tables: 9, compared: 'digests' });
  const rehearsed = (await lab.must(['migrate', 'rehearse', app, '--pages', '0'])).json.data;
  expect(rehearsed).toMatchObject({ different: 0, method: 'follow' });
  expect(rehearsed.pages).toHaveLength(3);
  await lab.must(['migrate', 'cutover', app, ...confirm]);
  await ledger.more(20);
  await ledger.whole(lab.old.address);
});

it('finds its way to the old database again when its own is started anew', async () => {
  // Back first, with all that was written meanwhile and the log that the vault follows, too.
  await lab.must(['migrate', 'rollback', app, ...confirm]);
  await ledger.more(20);
  await ledger.whole(lab.old.address);
  await lab.must(['migrate', 'start', app, '--enable-log']);
  const restart = `docker restart $(docker ps -qf name=${engineName}-db.1)`;
  await inside(lab.server, ['sh', '-c', restart]);
  await lab.must(['migrate', 'cutover', app, ...confirm]);
  await ledger.more(20);
  await ledger.stop();
  await ledger.whole(lab.old.address);
  expect((await ask(lab.server.address, domain, '/status')).status).toBe(200);
});
