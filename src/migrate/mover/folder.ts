/** What lies in a mover's folder, beside its job: the order, and how far its journal is. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Fault } from '../../fault.js';
import { hasParted } from '../database/follow.js';
import { parseJournal } from '../journal.js';
import { type Standing, standingOf } from '../phases.js';
import { journalName } from '../runner.js';
import type { MoverJob } from './model.js';
import { type MoveOrder, orderName } from './order.js';

/** @throws Fault MIG104 */
export async function readOrder(folder: string): Promise<MoveOrder> {
  try {
    const order = JSON.parse(await readFile(join(folder, orderName), 'utf8')) as MoveOrder;
    if (order.formatVersion !== 1) throw new Error(`format version ${order.formatVersion}`);
    return order;
  } catch (error) {
    throw new Fault('MIG104', { reason: (error as Error).message });
  }
}

/** How far the journal in a mover's folder is. @throws Fault MIG200 */
export async function readStanding(folder: string): Promise<Standing> {
  const text = await readFile(join(folder, journalName), 'utf8').catch(() => '');
  return standingOf(parseJournal(text).entries);
}

/** Whether its database followed once and has nothing any more from where it could go on. */
export async function isParted({ job, order, folder }: Moved): Promise<boolean> {
  if (order.method !== 'follow' || job.database === undefined) return false;
  const { states } = await readStanding(folder);
  return states.follow === 'done' && (await hasParted(folder));
}

interface Moved {
  job: MoverJob;
  order: MoveOrder;
  folder: string;
}
