/** What must be so before nobody can write on the old side. Pure. */
import { Fault } from '../../fault.js';
import type { AppId } from '../../inventory/model.js';
import type { Standing } from '../../migrate/phases.js';
import type { MigrationPhase } from '../../plan/hold.js';

export interface GateFacts {
  app: AppId;
  server: string;
  /** Of its object in the Swarm. */
  object: MigrationPhase | undefined;
  standing: Standing | undefined;
  /** Whether a drill has proven a set of the app. */
  isProven: boolean;
  /** Why it may be switched without. */
  withoutProof?: string;
  /** The old side is its owner's to close, and who says that this is done. */
  byOwner?: { address: string; oldSideClosed?: string };
  /** Containers of its web service, healthy and wanted. */
  web?: { running: number; wanted: number; updating?: true };
}

/** Whether the switch has begun: then it is gone on with, and no gate is in its way. */
export const isSwitching = (standing: Standing | undefined): boolean =>
  standing !== undefined && standing.goal === 'live' && standing.states.freeze !== 'none';

export const isHealthy = (web: GateFacts['web']): boolean =>
  web !== undefined && web.wanted > 0 && web.running >= web.wanted && web.updating !== true;

/** @throws Fault MIG204 not prepared, MIG202 committed, MIG246 web, MIG247 no proof, MIG290 open */
export function cutoverGates(facts: GateFacts): void {
  const { app, server, object, standing, isProven, withoutProof, web, byOwner } = facts;
  if (standing?.states.commit !== undefined && standing.states.commit !== 'none') {
    throw new Fault('MIG202');
  }
  if (standing === undefined || object === undefined || standing.states.follow !== 'done') {
    throw new Fault('MIG204', { phase: object ?? 'not started' });
  }
  if (isSwitching(standing)) return;
  if (object !== 'follow') throw new Fault('MIG204', { phase: object });
  if (!isHealthy(web)) throw new Fault('MIG246', { app, server });
  if (!isProven && (withoutProof ?? '').trim() === '') throw new Fault('MIG247', { app });
  if (byOwner !== undefined && (byOwner.oldSideClosed ?? '').trim() === '') {
    throw new Fault('MIG290', { address: byOwner.address });
  }
}
