import { describe, expect, it } from 'vitest';
import { isPaired, pairingOf } from '../../../src/migrate/database/pairing.js';
import {
  holds,
  joined,
  lacksRoutine,
  readReplica,
  rewound,
  wanted,
} from '../../../src/migrate/database/replica.js';

const status = (more: Record<string, string>): string =>
  [
    '*************************** 1. row ***************************',
    ...Object.entries({
      Slave_IO_Running: 'Yes',
      Slave_SQL_Running: 'Yes',
      Seconds_Behind_Master: '3',
      Last_IO_Error: '',
      Last_SQL_Error: '',
      Gtid_IO_Pos: '0-1-7',
      ...more,
    }).map(([name, value]) => `${name.padStart(30)}: ${value}`),
  ].join('\n');

describe('a replica', () => {
  it('tells how far it is behind', () => {
    expect(readReplica(status({}))).toEqual({
      ...{ connected: true, applying: true, lag: 3, received: '0-1-7' },
    });
  });

  it('does not know while it is not connected', () => {
    const text = status({
      Slave_IO_Running: 'Connecting',
      Seconds_Behind_Master: 'NULL',
      Last_IO_Error: 'no',
    });
    expect(readReplica(text)).toEqual({
      ...{ connected: false, applying: true, received: '0-1-7' },
      trouble: { kind: 'connect', reason: 'no' },
    });
  });

  // As MariaDB 10.11 says it.
  it.each([
    ["Error 'PROCEDURE lain.p2 does not exist' on query.", "ALTER PROCEDURE p2 COMMENT 'x'", true],
    ["Error 'FUNCTION lain.f does not exist' on query.", 'DROP FUNCTION f', true],
    ["Error 'FUNCTION lain.f does not exist' on query.", 'INSERT INTO t VALUES (lain.f())', false],
    ["Error 'FUNCTION lain.f does not exist' on query.", 'CREATE VIEW v AS SELECT lain.f()', false],
    ["Error 'Table 'lain.t' doesn't exist' on query.", 'DROP FUNCTION f', false],
  ])('passes over what changes a routine of another database: %s %s', (why, query, is) => {
    expect(lacksRoutine(`${why} Default database: 'lain'. Query: '${query}'`)).toBe(is);
  });

  it('tells first what it cannot carry out', () => {
    const text = status({ Slave_SQL_Running: 'No', Last_SQL_Error: 'clash', Last_IO_Error: 'no' });
    expect(readReplica(text)?.trouble).toEqual({ kind: 'apply', reason: 'clash' });
  });

  it('is none where nothing is told', () => {
    expect(readReplica('')).toBeUndefined();
  });
});

describe('positions', () => {
  it.each([
    ['0-1-7', '0-1-7', true],
    ['0-1-6', '0-1-7', false],
    ['0-1-7,3307-3307-2', '3307-3307-2', true],
    ['0-1-7', '3307-3307-1', false],
    ['0-2-18446744073709551615', '0-1-18446744073709551614', true],
    ['0-1-7', '', true],
    ['', '0-1-1', false],
  ])('%s holds %s: %s', (position, wanted, answer) => {
    expect(holds(position, wanted)).toBe(answer);
  });

  it('begin where a new server’s log stands, and keep what is another’s', () => {
    expect(joined('', '0-1-7,330000001-330000001-2', 330000001, 0)).toBe(
      '0-1-7,330000001-330000001-2',
    );
    expect(joined('5-9-3', '0-1-7,5-9-1', 330000001, 0)).toBe('5-9-3,0-1-7');
    expect(joined('', '', 330000001, 0)).toBe('');
    expect(joined('330000001-330000001-9', '0-1-7', 330000001, 0)).toBe('0-1-7');
  });

  it('serve two new servers, of which one knows more of the old one than the other', () => {
    const first = joined('', '0-1-7,330000001-330000001-2', 330000001, 0);
    const second = '330000002-330000002-9';
    expect(joined(first, `0-1-20,${second}`, 330000002, 0)).toBe(`${first},${second}`);
    expect(joined(`0-1-20,${second}`, first, 330000001, 0)).toBe(
      `0-1-7,${second},330000001-330000001-2`,
    );
  });

  it.each([
    ['0-1-7', '0-1-9'],
    ['0-1-7,330000001-330000001-2', '0-1-9,330000001-330000001-2'],
    ['', '0-1-9'],
  ])('go back in one sequence to where it was at %j', (before, rest) => {
    expect(rewound('0-1-9,330000001-330000001-3', before, 330000001)).toBe(rest);
  });

  it('leave out what is not wanted', () => {
    expect(wanted('0-1-7,330000001-330000001-2', isPaired)).toBe('330000001-330000001-2');
    expect(wanted('0-1-7', isPaired)).toBe('');
  });
});

describe('the databases of a move', () => {
  it('have names and numbers that are no other move’s', () => {
    const [one, other] = ['pasar-retribusi', 'kota-situs'].map((engineName) =>
      pairingOf({ engineName }),
    );
    expect(one).toEqual(pairingOf({ engineName: 'pasar-retribusi' }));
    for (const key of ['number', 'replica', 'account', 'port'] as const) {
      expect(one?.[key]).not.toBe(other?.[key]);
    }
    expect(isPaired(one?.number ?? 0)).toBe(true);
    expect(isPaired(3307)).toBe(false);
    expect(one?.account.length).toBeLessThanOrEqual(32);
  });
});
