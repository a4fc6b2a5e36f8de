import { describe, expect, it } from 'vitest';
import { resticFault } from '../../../src/backup/repository/faults.js';
import { readSnapshots } from '../../../src/backup/repository/snapshots.js';
import { setIdAt, timeOfSet } from '../../../src/backup/set-id.js';
import { groupSets } from '../../../src/backup/worker/sets.js';

const fault = (code: number | null, message: string, killedBy: NodeJS.Signals | null = null) =>
  resticFault({
    command: 'backup',
    repository: 'rest:https://vault:8300/a/',
    ...{ code, killedBy, messages: [message] },
  }).code;

describe('how restic ended', () => {
  it.each([
    [10, 'Fatal: repository does not exist', 'BAK010'],
    [11, 'unable to create lock in backend', 'BAK011'],
    [12, 'Fatal: wrong password or no key found', 'BAK012'],
    [1, 'Fatal: unable to save: write data/ab: no space left on device', 'BAK013'],
    [1, 'unexpected HTTP response (507): 507 Insufficient Storage', 'BAK013'],
    [1, 'unexpected HTTP response (401): 401 Unauthorized', 'BAK014'],
    [1, 'dial tcp 10.0.0.1:8300: connect: connection refused', 'BAK015'],
    [1, 'tls: failed to verify certificate: x509: unknown authority', 'BAK016'],
    [1, 'Fatal: unable to open repository: Host key verification failed.', 'BAK016'],
    [1, 'admin@10.0.0.5: Permission denied (publickey).', 'BAK014'],
    [1, 'Fatal: repository contains errors', 'BAK017'],
    [130, '', 'BAK018'],
    [1, 'Fatal: something new', 'BAK019'],
  ])('status %i with "%s" is %s', (code, message, expected) => {
    expect(fault(code, message)).toBe(expected);
  });

  it('knows a killed one', () => {
    expect(fault(null, '', 'SIGKILL')).toBe('BAK018');
  });

  it('shows no password of an address', () => {
    const { args } = resticFault({
      command: 'backup',
      repository: 'rest:https://user:sandi@vault/',
      ...{ code: 1, killedBy: null, messages: [] },
    });
    expect(args.repository).toBe('rest:https://vault/');
  });
});

describe('sets', () => {
  const chance = new Uint8Array([0x9f, 0x3a]);

  it('are named by their time', () => {
    const at = new Date('2026-11-22T02:00:03.999Z');
    expect(setIdAt(at, chance)).toBe('20261122-020003-9f3a');
    expect(timeOfSet('20261122-020003-9f3a')).toEqual(new Date('2026-11-22T02:00:03Z'));
    expect(timeOfSet('20261332-020003-9f3a')).toBeUndefined();
    expect(timeOfSet('latest')).toBeUndefined();
  });

  it('are those whose manifest is there', () => {
    const snapshot = (id: string, set: string, part: string, tags = ['induk']) => ({
      ...{ id, time: `2026-11-22T02:00:0${id}Z`, hostname: 'h' },
      tags: [...tags, `set=${set}`, `part=${part}`],
      summary: { total_bytes_processed: 10, data_added_packed: 3 },
    });
    const snapshots = readSnapshots(
      JSON.stringify([
        snapshot('3', '20261122-020000-0001', 'manifest'),
        snapshot('1', '20261122-020000-0001', 'database'),
        snapshot('2', '20261122-020000-0001', 'files'),
        snapshot('4', '20261123-020000-0002', 'database'),
        snapshot('5', '20261124-020000-0003', 'manifest', []),
        { id: '6', time: '2026-11-22T02:00:00Z', hostname: 'h', tags: null },
      ]),
    );
    expect(groupSets(snapshots)).toEqual({
      sets: [
        {
          set: '20261122-020000-0001',
          at: '2026-11-22T02:00:00.000Z',
          finishedAt: '2026-11-22T02:00:03Z',
          bytes: 20,
          added: 9,
          snapshots: { database: '1', files: '2', manifest: '3' },
        },
      ],
      unfinished: ['20261123-020000-0002'],
    });
  });
});
