/** Flags of a command that only looks on at a mover. */
import { describe, expect, it } from 'vitest';
import type { Goal } from '../../../src/migrate/journal.js';
import type { MoveOrder } from '../../../src/migrate/mover/order.js';
import type { PresentMover } from '../../../src/session/migrate/mover.js';
import {
  unheededAtCommit,
  unheededAtCutover,
  unheededAtRollback,
  unheededAtStart,
} from '../../../src/session/migrate/unheeded.js';

const mover = (goal: Goal, order: Partial<MoveOrder> = {}, isRunning = true): PresentMover => ({
  ...{ isRunning, isFailing: false },
  order: {
    goal,
    budget: 60_000,
    digests: false,
    enableLog: false,
    method: 'follow',
    ...order,
  } as MoveOrder,
});

describe('flags that a mover at work does not hear', () => {
  it('are those of a switch that its order has otherwise', () => {
    const wishes = { budget: 30, digests: true, withoutProof: 'no vault' };
    const told = ['--freeze-budget', '--digests', '--without-proof'];
    expect(unheededAtCutover(mover('live'), wishes)).toEqual(told);
    const same = { budget: 60, digests: false, oldSideClosed: 'Bu Rina' };
    expect(unheededAtCutover(mover('live', { oldSideClosed: 'Bu Rina' }), same)).toEqual([]);
    expect(unheededAtCutover(mover('live'), same)).toEqual(['--old-side-closed']);
  });

  it('are none when it is sent anew', () => {
    const wishes = { budget: 30, digests: true };
    expect(unheededAtCutover(undefined, wishes)).toEqual([]);
    expect(unheededAtCutover(mover('live', {}, false), wishes)).toEqual([]);
    expect(unheededAtCutover(mover('ready'), wishes)).toEqual([]);
    expect(unheededAtRollback(mover('live'), 30, 'two tests')).toEqual([]);
    expect(unheededAtCommit(mover('live'), 'cancelled')).toEqual([]);
  });

  it('are those of the ways to end a move', () => {
    const told = ['--freeze-budget', '--leave-writes'];
    expect(unheededAtRollback(mover('back'), 30, 'two tests')).toEqual(told);
    const leaving = mover('back', { leaveWrites: 'two tests' });
    expect(unheededAtRollback(leaving, 60, 'two tests')).toEqual([]);
    expect(unheededAtCommit(mover('settled'), 'cancelled')).toEqual(['--old-host-gone']);
    expect(unheededAtCommit(mover('settled'), undefined)).toEqual([]);
  });

  it('are those of a copy that is under way, or done', () => {
    const wishes = { method: 'dump', bandwidth: 2048, enableLog: true } as const;
    const told = ['--method', '--enable-log', '--bandwidth'];
    expect(unheededAtStart(mover('ready'), {}, wishes)).toEqual(told);
    const same = mover('ready', { method: 'dump', enableLog: true });
    expect(unheededAtStart(same, { bandwidth: 2048 }, wishes)).toEqual([]);
    expect(unheededAtStart(mover('ready'), { bandwidth: 2048 }, {})).toEqual([]);
  });
});
