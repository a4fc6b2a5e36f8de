import { describe, expect, it } from 'vitest';
import type { DumpReport } from '../../../src/backup/database/digest.js';
import { Hose } from '../../../src/migrate/database/hose.js';
import { majorOf } from '../../../src/migrate/database/major.js';
import { PassingDump } from '../../../src/migrate/database/passing.js';
import { compareReports } from '../../../src/migrate/database/proof.js';
import { keptSettings, optionFile } from '../../../src/migrate/database/settings.js';

describe('a dump that passes by', () => {
  const text = `/*M!999999\\- enable the sandbox mode */
-- SET GLOBAL gtid_slave_pos='0-1-42,5-6-7';
${'INSERT INTO `t` VALUES (1);\n'.repeat(2000)}
-- Dump completed
`;
  const pass = (whole: string, size: number) => {
    const passing = new PassingDump();
    const bytes = Buffer.from(whole);
    for (let at = 0; at < bytes.length; at += size) passing.write(bytes.subarray(at, at + size));
    return passing.result();
  };

  it.each([1, 7, 100, 1 << 20])('is whole, its position known, in pieces of %d', (size) => {
    expect(pass(text, size)).toEqual({
      ...{ bytes: text.length, complete: true, gtid: '0-1-42,5-6-7' },
    });
  });

  it.each([1, 100, 1 << 20])('says its position at its end, too, in pieces of %d', (size) => {
    const late = `${'INSERT INTO `t` VALUES (1);\n'.repeat(2000)}
-- SET GLOBAL gtid_slave_pos='0-1-42';
/*!40103 SET TIME_ZONE=@OLD_TIME_ZONE */;
-- Dump completed on 2026-11-22  8:11:27
`;
    expect(pass(late, size)).toMatchObject({ complete: true, gtid: '0-1-42' });
  });

  it.each([
    ['cut anywhere', text.slice(0, -20)],
    ['that has the words in a row', `${text.slice(0, 200)}-- Dump completed\n${'x\n'.repeat(200)}`],
    ['of nothing', ''],
  ])('%s is not whole', (_, part) => {
    expect(pass(part, 50).complete).toBe(false);
  });
});

describe('versions', () => {
  it.each([
    ['10.11.6-MariaDB-0+deb12u1-log', '10.11'],
    ['10.5.23-MariaDB-0+deb11u1', '10.5'],
    ['11.8.2-MariaDB', '11.8'],
    ['15.18 (Debian 15.18-0+deb12u1)', '15'],
    ['8.0.36', '8'],
  ])('%s is %s', (version, major) => {
    expect(majorOf(version)).toBe(major);
  });
});

describe('a hose', () => {
  it('hands on at the speed of who reads', async () => {
    const hose = new Hose();
    const read: string[] = [];
    const reading = (async () => {
      for await (const chunk of hose) read.push(chunk.toString());
    })();
    for (const text of ['a', 'b', 'c']) await hose.push(Buffer.from(text));
    hose.end();
    await reading;
    expect(read).toEqual(['a', 'b', 'c']);
  });

  it('breaks where its source broke', async () => {
    const hose = new Hose();
    hose.end(new Error('cut'));
    const read = async (): Promise<void> => {
      for await (const _ of hose);
    };
    await expect(read()).rejects.toThrow('cut');
  });

  it('holds nobody up once its reader is gone', async () => {
    const hose = new Hose();
    const pushed = hose.push(Buffer.from('a'));
    hose.close();
    await pushed;
    expect(hose.push(Buffer.from('b'))).toBeUndefined();
  });
});

describe('digests of both databases', () => {
  const report = (more: Partial<DumpReport> = {}): DumpReport => ({
    bytes: 9,
    tables: { a: { rows: 2, digest: 'x', engine: 'InnoDB' }, v: { rows: -1, digest: 'y' } },
    objects: { trigger: { count: 1, digest: 'z' } },
    ...more,
  });

  it('are equal, with figures', () => {
    expect(compareReports(report(), report())).toEqual({
      ...{ tables: 2, rows: 2, bytes: 9, objects: { trigger: 1 }, differences: [] },
    });
  });

  it.each([
    [{ tables: { v: { rows: -1, digest: 'y' } } }, 'a missing'],
    [{ tables: { ...report().tables, b: { rows: 1, digest: 'x' } } }, 'b extra'],
    [{ tables: { ...report().tables, a: { rows: 3, digest: 'q', engine: 'InnoDB' } } }, 'a rows'],
    [
      { tables: { ...report().tables, a: { rows: 2, digest: 'q', engine: 'InnoDB' } } },
      'a content',
    ],
    [{ tables: { ...report().tables, a: { rows: 2, digest: 'x', engine: 'Aria' } } }, 'a engine'],
    [{ objects: {} }, '(trigger) count'],
    [{ objects: { trigger: { count: 1, digest: 'q' } } }, '(trigger) definition'],
  ])('differ', (more, told) => {
    const { differences } = compareReports(report(), report(more));
    expect(differences.map(({ name, what }) => `${name} ${what}`)).toEqual([told]);
  });
});

describe('settings that come along', () => {
  const old = {
    sql_mode: '',
    max_allowed_packet: '16777216',
    tx_isolation: 'READ-COMMITTED',
    time_zone: '07:00',
  };
  const fresh = {
    sql_mode: 'X',
    max_allowed_packet: '67108864',
    tx_isolation: 'REPEATABLE-READ',
    time_zone: '00:00',
  };

  it('are the old ones, unless ours are roomier', () => {
    const kept = keptSettings(old, fresh);
    expect(kept).toEqual({
      'sql-mode': '',
      'max-allowed-packet': '67108864',
      'transaction-isolation': 'READ-COMMITTED',
      'default-time-zone': '+07:00',
    });
    const running = { ...fresh, sql_mode: '', tx_isolation: 'READ-COMMITTED', time_zone: '07:00' };
    expect(keptSettings(old, running)).toEqual(kept);
    expect(optionFile({ 'sql-mode': '' })).toMatch(/^\[mariadbd\]\nsql-mode = ""$/m);
  });

  it('know a zone west of Greenwich', () => {
    expect(keptSettings({ time_zone: '-03:30' }, {})['default-time-zone']).toBe('-03:30');
  });
});
