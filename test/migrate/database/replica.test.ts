import { describe, expect, it } from 'vitest';
import { holds, merged, readReplica } from '../../../src/migrate/database/replica.js';

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

  it('keep the domains that another one lacks', () => {
    expect(merged('5-9-3,0-1-7', '0-2-9,3307-3307-1')).toBe('5-9-3,0-2-9,3307-3307-1');
    expect(merged('', '')).toBe('');
  });
});
