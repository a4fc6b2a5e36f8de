/** An app of somebody who may not be root on his host: read there, closed by its owner, moved. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { inside } from '../lab/faults.js';
import { askUntil } from './support/http.js';
import { type MoveSite, moveLab } from './support/moving.js';
import { antrian, asking } from './support/real-apps.js';
import { idOf, pagesAt, readyRealMove, writtenAt } from './support/real-move.js';

const id = idOf(antrian);
const confirm = ['--confirm', id];
let lab: MoveSite;
let before: string[];

const json = async <T>(...args: string[]): Promise<T> => (await lab.must(args)).json.data as T;

/** The code a command fails with, and all it says of why. */
async function refusal(...args: string[]): Promise<string[]> {
  const { code, json: told } = await lab.site.induk([...args, '--json']);
  expect(code).toBe(1);
  return [told.error.code, JSON.stringify(told.error)];
}

const cutover = ['migrate', 'cutover', id, '--without-proof', 'no vault here', ...confirm];
const closed = ['--old-side-closed', 'Bu Rina', '--freeze-budget', '2m'];
const rollback = ['migrate', 'rollback', id, ...confirm, '--freeze-budget', '2m'];

/** Files as of somebody who rents room on a host. */
const rented = 'chown -R pengelola:www-data /srv/www/rilis && chmod -R g+rX /srv/www/rilis';

/** What the owner does, in the panel of his host: every page is refused, or none. */
const close = async (isClosed: boolean): Promise<void> => {
  const line = 's/^    index index.php;$/&\\n    return 503;/';
  const script = isClosed ? line : '/^    return 503;$/d';
  const file = '/etc/nginx/sites-available/antrian';
  await inside(lab.old, ['sh', '-ec', `sed -i '${script}' ${file}; nginx -s reload`]);
  const { address } = lab.old;
  await askUntil(({ status }) => (status === 503) === isClosed, address, antrian.domain, '/');
};

/** As the app writes, past the web server: a job that nobody has turned off. */
const writes = (count: number): Promise<unknown> =>
  inside(lab.old, ['mariadb', 'antrian'], {
    input: `INSERT INTO antrian (loket) SELECT 9 FROM mysql.help_topic LIMIT ${count};`,
  });

const number = async (address: string): Promise<string> => {
  const written = await antrian.write(asking(antrian, address), 0);
  if (written === undefined) throw new Error('it was not acknowledged');
  return written;
};

const count = async (side: 'old' | 'new') => (await writtenAt(lab, antrian, side)).length;

beforeAll(async () => {
  lab = await moveLab(`pemilik-${process.pid}`, () => {}, antrian.kind);
  await inside(lab.old, ['sh', '-c', rented]);
  await readyRealMove(lab, antrian, lab.old.users.ordinary);
  before = await pagesAt(antrian, lab.old.address);
});

afterAll(() => lab?.down());

it('is told what induk may not do there, and what its owner has to', async () => {
  const assessment = await json<{
    verdict: string;
    method: string;
    checks: { name: string; verdict: string; code?: string }[];
  }>('migrate', 'assess', id);
  expect(assessment).toMatchObject({ verdict: 'warn', method: 'dump' });
  expect(assessment.checks.filter(({ code }) => code === 'MIG289')).toMatchObject([
    { name: 'access', verdict: 'warn' },
  ]);
  expect((await refusal('migrate', 'start', id, '--method', 'follow'))[0]).toBe('MIG093');
});

it('is brought over while people write, by the account of its own', async () => {
  await number(lab.old.address);
  await lab.must(['migrate', 'start', id]);
  await number(lab.old.address);
  await lab.must(['migrate', 'sync', id]);
  const { stdout } = await inside(lab.old, ['sh', '-c', 'ls /var/lib/induk-migrate 2>&1 || true']);
  expect(stdout).toMatch(/No such file/);
});

it('is not switched before its owner has closed it, as was said', async () => {
  expect((await refusal(...cutover))[0]).toBe('MIG290');
  const [code, why] = await refusal(...cutover, ...closed);
  expect([code, why]).toEqual(['MIG245', expect.stringContaining('MIG291')]);
  await number(lab.old.address);
});

it('is not switched while something goes on writing there', async () => {
  await close(true);
  const run = lab.site.start([...cutover, ...closed, '--json']);
  await run.saw(/"message":"verify"/);
  await writes(3);
  const { code, json: told } = await run.done;
  expect([code, told.error.code]).toEqual([1, 'MIG245']);
  // Seen when it is looked at again, or when both sides are compared.
  expect(JSON.stringify(told.error)).toMatch(/MIG292|MIG208/);
});

it('is switched once nobody writes, with every row and file', async () => {
  const rows = await count('old');
  await lab.must([...cutover, ...closed]);
  expect(await count('new')).toBe(rows);
  expect(await pagesAt({ ...antrian, plain: false }, lab.server.address)).toEqual(before);
});

it('goes back by itself only as long as nothing was written', async () => {
  const rows = await count('old');
  await number(lab.server.address);
  const [code, why] = await refusal(...rollback);
  expect([code, why]).toEqual(['MIG263', expect.stringContaining('MIG293')]);
  await number(lab.server.address);
  expect(await count('new')).toBe(rows + 2);
  await lab.must([...rollback, '--leave-writes', 'two tests']);
  expect(await count('old')).toBe(rows);
  await close(false);
  await number(lab.old.address);
  expect(await pagesAt(antrian, lab.old.address)).toEqual(before);
});

it('is moved again, for good, and nothing of the move stays on its old host', async () => {
  await lab.must(['migrate', 'start', id]);
  await close(true);
  const rows = await count('old');
  await lab.must([...cutover, ...closed]);
  await lab.must(['migrate', 'commit', id, ...confirm]);
  expect(await count('new')).toBe(rows);
  const keys = '/home/pengelola/.ssh/authorized_keys';
  expect((await inside(lab.old, ['cat', keys])).stdout).not.toContain('induk-migrate');
});
