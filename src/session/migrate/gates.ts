/** What must be so before a command takes a move further. Pure. */
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

export interface KnownOfMove {
  app: AppId;
  server: string;
  object: MigrationPhase | undefined;
  standing: Standing | undefined;
  /** Whether the order of its last mover is there. */
  hasOrder: boolean;
  /** Whether it has a web service here. */
  runs: boolean;
}

/**
 * Which side people write on stands in the folder of the move alone. Without it, what was begun is
 * neither gone on with nor taken for nothing.
 * @throws Fault MIG340
 */
export function refuseLost({ app, server, object, standing, hasOrder, runs }: KnownOfMove): void {
  if (standing !== undefined && hasOrder) return;
  // A mover is sent before the web service is made: with `prepare` none needs to have come.
  const hadMover = object === 'follow' || object === 'switched' || (object === 'back' && runs);
  if (hadMover || (standing !== undefined && !hasOrder)) {
    throw new Fault('MIG340', { app, server });
  }
}

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
