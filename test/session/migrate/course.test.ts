/** In which order a command changes the Swarm and has the mover work. */
import { describe, expect, it } from 'vitest';
import type { Pursued } from '../../../src/migrate/pursue.js';
import {
  commitCourse,
  cutoverCourse,
  type Ports,
  rollbackCourse,
  startCourse,
} from '../../../src/session/migrate/course.js';
import { faultOf } from '../../server/fault.js';

/** Ports that note what they are asked; one of them may fail. */
function recorded(answer: Partial<Pursued> = {}, failing?: string) {
  const asked: string[] = [];
  const note = async (what: string): Promise<void> => {
    asked.push(what);
    if (what === failing) throw new Error(what);
  };
  const ports: Ports = {
    mark: (phase) => note(`mark ${phase}`),
    unmark: () => note('unmark'),
    apply: () => note('apply'),
    stopCron: () => note('stop cron'),
    stopWeb: () => note('stop web'),
    prepare: () => note('prepare'),
    revoke: () => note('revoke'),
    move: async (goal) => {
      await note(`move ${goal}`);
      return { phase: 'live', goal, ...answer };
    },
  };
  return { asked, ports };
}

const because = { code: 'MIG201', args: { seconds: 30 } };

describe('start', () => {
  it('makes the database first, and the web service once the data follows', async () => {
    const { asked, ports } = recorded();
    await startCourse(ports, undefined, false);
    expect(asked).toEqual([
      'mark prepare',
      'apply',
      'prepare',
      'move ready',
      'mark follow',
      'apply',
    ]);
  });

  it('lets an app that follows keep its web service while it is brought over anew', async () => {
    const { asked, ports } = recorded();
    await startCourse(ports, 'follow', false);
    expect(asked).not.toContain('mark prepare');
  });

  it('begins again after a rollback', async () => {
    const { asked, ports } = recorded();
    await startCourse(ports, 'back', false);
    expect(asked.slice(0, 2)).toEqual(['stop web', 'mark prepare']);
  });

  it('does not copy twice what was copied while nobody looked on', async () => {
    const { asked, ports } = recorded();
    await startCourse(ports, 'prepare', true);
    expect(asked).toEqual(['mark prepare', 'apply', 'mark follow', 'apply']);
  });

  it('leaves the app held when the copy fails', async () => {
    const { asked, ports } = recorded({}, 'move ready');
    await expect(startCourse(ports, undefined, false)).rejects.toThrow('move ready');
    expect(asked.at(-1)).toBe('move ready');
  });
});

describe('cutover', () => {
  it('lets cron and releases run only after the switch', async () => {
    const { asked, ports } = recorded();
    await cutoverCourse(ports);
    expect(asked).toEqual(['move live', 'mark switched', 'apply']);
  });

  it('lets nothing run here when it was given up, and says why', async () => {
    const { asked, ports } = recorded({ goal: 'ready', because });
    const fault = await faultOf(cutoverCourse(ports));
    expect([fault.code, fault.args]).toEqual(['MIG245', { reason: 'MIG201' }]);
    expect(asked).toEqual(['move live']);
  });
});

describe('rollback', () => {
  it('holds the app and ends its cron before the mover closes the new side', async () => {
    const { asked, ports } = recorded();
    await rollbackCourse(ports, true);
    expect(asked).toEqual(['mark back', 'stop cron', 'move back', 'stop web', 'apply']);
  });

  it('lets the app go on here when not all could be brought back', async () => {
    const { asked, ports } = recorded({ goal: 'live', because });
    const fault = await faultOf(rollbackCourse(ports, true));
    expect(fault.code).toBe('MIG263');
    expect(asked.slice(3)).toEqual(['mark switched', 'apply']);
  });

  it('keeps the app held when the mover fails, to be told again', async () => {
    const { asked, ports } = recorded({}, 'move back');
    await expect(rollbackCourse(ports, true)).rejects.toThrow('move back');
    expect(asked.at(-1)).toBe('move back');
  });
});

describe('commit', () => {
  it('takes the object away last, so that it can be told again until then', async () => {
    const { asked, ports } = recorded();
    await commitCourse(ports, false);
    expect(asked).toEqual(['move settled', 'revoke', 'unmark']);
  });

  it('first ends a switch that was cut off, whose jobs run nowhere yet', async () => {
    const { asked, ports } = recorded();
    await commitCourse(ports, true);
    expect(asked.slice(0, 3)).toEqual(['mark switched', 'apply', 'move settled']);
  });
});
