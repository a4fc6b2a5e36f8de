/**
 * What a command was told that nobody hears: it looks on at a mover that is at work already, or that
 * came to its end, and that goes by its own order. Flags, for a remark. Pure.
 */
import type { Goal } from '../../migrate/journal.js';
import type { MoverJob } from '../../migrate/mover/model.js';
import type { MoveOrder } from '../../migrate/mover/order.js';
import type { CutoverWishes } from './cutover.js';
import type { PresentMover } from './mover.js';
import type { StartWishes } from './order.js';

/** The order that a command towards the same goal would only look on at. */
function joined(present: PresentMover | undefined, goal: Goal): MoveOrder | undefined {
  return present?.isRunning === true && present.order?.goal === goal ? present.order : undefined;
}

const flagged = (flags: Record<string, boolean>): string[] =>
  Object.entries(flags).flatMap(([flag, isUnheeded]) => (isUnheeded ? [`--${flag}`] : []));

export function unheededAtCutover(
  present: PresentMover | undefined,
  { budget, digests, withoutProof, oldSideClosed }: CutoverWishes,
): string[] {
  const order = joined(present, 'live');
  if (order === undefined) return [];
  return flagged({
    'freeze-budget': budget * 1000 !== order.budget,
    digests: digests && !order.digests,
    'without-proof': withoutProof !== undefined,
    'old-side-closed': oldSideClosed !== undefined && oldSideClosed !== order.oldSideClosed,
  });
}

/** @param budget seconds */
export function unheededAtRollback(
  present: PresentMover | undefined,
  budget: number,
  leaveWrites: string | undefined,
): string[] {
  const order = joined(present, 'back');
  if (order === undefined) return [];
  return flagged({
    'freeze-budget': budget * 1000 !== order.budget,
    'leave-writes': leaveWrites !== undefined && leaveWrites !== order.leaveWrites,
  });
}

export function unheededAtCommit(
  present: PresentMover | undefined,
  oldHostGone: string | undefined,
): string[] {
  const order = joined(present, 'settled');
  return order === undefined
    ? []
    : flagged({ 'old-host-gone': oldHostGone !== undefined && oldHostGone !== order.oldHostGone });
}

/** @param job of a mover that brings everything over now, or has */
export function unheededAtStart(
  { order }: Pick<PresentMover, 'order'>,
  { bandwidth: present }: Pick<MoverJob, 'bandwidth'>,
  { method, bandwidth, enableLog = false }: StartWishes,
): string[] {
  return flagged({
    method: method !== undefined && method !== order?.method,
    'enable-log': enableLog && order?.enableLog !== true,
    bandwidth: bandwidth !== undefined && bandwidth !== present,
  });
}
