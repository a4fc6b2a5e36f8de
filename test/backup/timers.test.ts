import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { judgeTimers, readTimers, type WantedTimer } from '../../src/backup/timers.js';

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

function wanted(name: string): WantedTimer {
  const units = ['service', 'timer'].map((end) => ({
    name: `${name}.${end}`,
    text: `${name} ${end}`,
  }));
  return { app: 'dishub/parkir', kind: name.includes('drill') ? 'drill' : 'backup', name, units };
}

interface Told {
  timer?: Record<string, string>;
  service?: Record<string, string>;
  /** Text of the service's file. */
  text?: string;
}

/** What a server with the units of one name answers. */
function answer(name: string, { timer = {}, service = {}, text }: Told = {}): string {
  const block = (values: Record<string, string>) =>
    Object.entries(values)
      .map(([key, value]) => `${key}=${value}`)
      .join('\n');
  const files = [
    `${sha256(text ?? `${name} service`)}  ${name}.service`,
    `${sha256(`${name} timer`)}  ${name}.timer`,
  ];
  const blocks = [
    {
      Result: 'success',
      Id: `${name}.service`,
      ActiveState: 'inactive',
      UnitFileState: 'static',
      NeedDaemonReload: 'no',
      ExecMainStartTimestamp: '',
      ExecMainExitTimestamp: '',
      ExecMainStatus: '0',
      ...service,
    },
    {
      NextElapseUSecRealtime: 'Sun 2026-11-22 18:33:36 UTC',
      Id: `${name}.timer`,
      ActiveState: 'active',
      UnitFileState: 'enabled',
      NeedDaemonReload: 'no',
      ...timer,
    },
  ];
  return `${files.join('\n')}\n\n${blocks.map(block).join('\n\n')}\n`;
}

const name = 'induk-backup-dishub-parkir';
const judge = (told?: Told) =>
  judgeTimers('pusat-1', [wanted(name)], readTimers(answer(name, told)))[0];

describe('a timer on a server', () => {
  test('is well when it is enabled, runs, and has the texts that are wanted', () => {
    expect(judge()).toEqual({
      ...{ server: 'pusat-1', app: 'dishub/parkir', kind: 'backup', name, state: 'ok' },
      next: '2026-11-22T18:33:36Z',
    });
  });

  test.each<[string, Told]>([
    ['disabled', { timer: { UnitFileState: 'disabled' } }],
    ['stopped', { timer: { ActiveState: 'inactive' } }],
    ['changed', { text: 'mine' }],
    ['changed', { timer: { NeedDaemonReload: 'yes' } }],
  ])('is %s', (state, told) => {
    expect(judge(told)?.state).toBe(state);
  });

  test('tells how its last run ended', () => {
    const ended = { ExecMainExitTimestamp: 'Sun 2026-11-22 02:41:02 UTC' };
    const at = '2026-11-22T02:41:02Z';
    expect(judge({ service: ended })?.last).toEqual({ at, result: 'ok' });
    const failed = { ...ended, Result: 'exit-code', ExecMainStatus: '1' };
    expect(judge({ service: failed })?.last).toEqual({ at, result: 'failed', status: 1 });
    const running = {
      ...{ ActiveState: 'activating', ExecMainStartTimestamp: 'Sun 2026-11-22 02:41:00 UTC' },
    };
    const begun = { at: '2026-11-22T02:41:00Z', result: 'running' };
    expect(judge({ service: running })?.last).toEqual(begun);
  });
});

describe('timers of a server', () => {
  test('are missing where there is no file', () => {
    const drill = wanted('induk-drill-dishub-parkir');
    const states = judgeTimers('pusat-1', [wanted(name), drill], readTimers(answer(name)));
    expect(states.map(({ state }) => state)).toEqual(['ok', 'missing']);
    expect(judgeTimers('pusat-1', [drill], readTimers(''))[0]?.state).toBe('missing');
  });

  test('are left over where nobody wants them', () => {
    const old = 'induk-drill-dishub-lama';
    const [first, ...others] = judgeTimers('pusat-1', [], readTimers(answer(old)));
    expect(first).toMatchObject({ kind: 'drill', name: old, state: 'left over' });
    expect(first).not.toHaveProperty('app');
    expect(others).toEqual([]);
  });

  test('have a watch among them that is no app’s', () => {
    const watch = 'induk-watch';
    const { app: _, ...own } = { ...wanted(watch), kind: 'watch' as const };
    const [only] = judgeTimers('pusat-1', [own], readTimers(answer(watch)));
    expect(only).toMatchObject({ kind: 'watch', name: watch, state: 'ok' });
    expect(only).not.toHaveProperty('app');
    const [left] = judgeTimers('pusat-1', [], readTimers(answer(watch)));
    expect(left).toMatchObject({ kind: 'watch', name: watch, state: 'left over' });
  });

  test('do not run by themselves without systemd', () => {
    const [only] = judgeTimers('pusat-1', [wanted(name)], undefined);
    expect(only).toEqual({
      ...{ server: 'pusat-1', app: 'dishub/parkir', kind: 'backup', name, state: 'no systemd' },
    });
  });
});
