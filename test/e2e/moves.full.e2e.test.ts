/** Apps that agencies really have, moved while people write into them: there, back, and there again. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Rehearsal } from '../../src/migrate/rehearse/model.js';
import { inside } from '../lab/faults.js';
import { type AppLedger, openAppLedger } from './support/app-ledger.js';
import { issuerOf } from './support/http.js';
import { type MoveSite, moveLab } from './support/moving.js';
import { antrian, type RealApp, simpeg, situs, wiki } from './support/real-apps.js';
import {
  idOf,
  missing,
  pagesAt,
  readyRealMove,
  smallVolume,
  writtenAt,
} from './support/real-move.js';

const apps: [string, RealApp][] = [
  ['WordPress on Apache and MariaDB 10.11, followed', situs],
  ['MediaWiki on PostgreSQL 15, dumped', wiki],
  ['PHP behind nginx, followed', antrian],
  ['PHP 7.4 on MariaDB 10.5, dumped', simpeg],
];

describe.each(apps)('%s', (_, app) => {
  let lab: MoveSite;
  let ledger: AppLedger;
  let before: string[];
  const id = idOf(app);
  const confirm = ['--confirm', id];
  const budget = ['--freeze-budget', '2m'];
  const start = ['migrate', 'start', id, '--method', app.method];
  if (app.method === 'follow') start.push('--enable-log');
  const cutover = ['migrate', 'cutover', id, '--without-proof', 'no vault here', ...confirm];

  const json = async <T>(...args: string[]): Promise<T> => (await lab.must(args)).json.data as T;
  const whole = async (side: 'old' | 'new'): Promise<void> => {
    await ledger.more(10);
    const acknowledged = [...ledger.acknowledged];
    expect(missing(acknowledged, await writtenAt(lab, app, side))).toEqual([]);
  };

  beforeAll(async () => {
    lab = await moveLab(`nyata-${app.name}-${process.pid}`, () => {}, app.kind);
    await readyRealMove(lab, app);
    before = await pagesAt(app, lab.old.address);
    ledger = openAppLedger(app, lab.old.address);
  });

  afterAll(async () => {
    await ledger?.stop();
    await lab?.down();
  });

  if (app === simpeg) {
    it('is not brought onto a full disk, and is once there is room', async () => {
      const folder = await smallVolume(lab, app, '16k');
      const { code, json: told } = await lab.site.induk([...start, '--json']);
      expect({ code, told: told.error.code }).toEqual({ code: 1, told: 'MIG053' });
      await whole('old');
      expect(await pagesAt(app, lab.old.address)).toEqual(before);
      await inside(lab.server, ['mount', '-o', 'remount,size=1g', folder]);
    });
  }

  it('is brought over beside its old host, which goes on', async () => {
    const { verdict, method } = await json<{ verdict: string; method: string }>(
      ...['migrate', 'assess', id],
    );
    expect({ verdict, method }).toEqual({
      verdict: 'warn',
      method: app.database === 'postgres' ? 'dump' : 'follow',
    });
    await lab.must(start);
    await lab.must(['migrate', 'sync', id]);
    await whole('old');
  });

  if (app === antrian) {
    it('shows its old certificate on both sides', async () => {
      const { old, server } = lab;
      expect(await issuerOf(old.address, app.domain)).toBe('CA Lama');
      expect(await issuerOf(server.address, app.domain)).toBe('CA Lama');
    });
  }

  if (app.database === 'postgres') {
    it('is rehearsed, and answers as its old host does', async () => {
      const rehearsal = await json<Rehearsal>('migrate', 'rehearse', id);
      expect(rehearsal).toMatchObject({ method: 'dump', different: 0 });
      expect(rehearsal.pages.map(({ path }) => path)).toEqual(expect.arrayContaining(app.pages));
    });
  }

  if (app === simpeg) {
    it('goes on at its old host when the copy breaks while nobody can write', async () => {
      const database = (input: string) => inside(lab.old, ['mariadb', app.schema], { input });
      // A row of years ago, which no database takes any more.
      await database(`SET SESSION check_constraint_checks = 0;
        CREATE TABLE rusak (isi INT CHECK (isi > 0)); INSERT INTO rusak VALUES (-1);`);
      const { code, json: told } = await lab.site.induk([...cutover, ...budget, '--json']);
      expect([code, JSON.stringify(told.error)]).toEqual([
        1,
        expect.stringMatching(/MIG245.*MIG072/s),
      ]);
      await whole('old');
      expect(await pagesAt(app, lab.old.address)).toEqual(before);
      await database('DROP TABLE rusak');
    });
  }

  it('is switched: every write is there, and its pages are as they were', async () => {
    await lab.must([...cutover, ...budget]);
    await whole('new');
    expect(await pagesAt(app, lab.old.address)).toEqual(before);
    expect(await pagesAt({ ...app, plain: false }, lab.server.address)).toEqual(before);
  });

  it('goes back with all that was written since', async () => {
    await lab.must(['migrate', 'rollback', id, ...confirm, ...budget]);
    await whole('old');
    expect(await pagesAt(app, lab.old.address)).toEqual(before);
  });

  it('is moved again, for good, with a report of what was compared', async () => {
    await lab.must(start);
    await lab.must([...cutover, ...budget]);
    await whole('new');
    await lab.must(['migrate', 'commit', id, ...confirm]);
    await whole('new');
    await ledger.stop();
    const report = await json<{
      phase: string;
      freezes: { seconds: number; end: string }[];
      proof: Record<string, { equal: boolean }>;
    }>('migrate', 'report', id);
    expect(report.phase).toBe('committed');
    expect(report.freezes.map(({ end }) => end)).toEqual(['new', 'old', 'new']);
    const compared = app.method === 'dump' ? 'database' : 'objects';
    expect(report.proof).toMatchObject({ files: { equal: true }, [compared]: { equal: true } });
  });
});
