/** What workers say while they act; renderers in `terminal/` draw it. */
import type { Fault } from '../fault.js';
import type { AppId } from '../inventory/model.js';
import type { Plan, Step, StepKind } from '../plan/model.js';

/** What is done: steps of plans, and what no plan decides. */
export type WorkKind =
  | StepKind
  | 'backup.create'
  | 'backup.check'
  | 'backup.restore'
  | 'backup.drill'
  | 'backup.prune'
  | 'migrate.move'
  | 'migrate.rehearse'
  | 'migrate.web'
  | 'migrate.read';

export interface Work extends Omit<Step, 'kind'> {
  kind: WorkKind;
}

export type Event =
  | { type: 'apply.start'; plan: Plan }
  | { type: 'step.start'; step: Work }
  | { type: 'step.progress'; step: Work; message: string }
  | { type: 'step.done'; step: Work; ms: number }
  | { type: 'step.failed'; step: Work; fault: Fault }
  | { type: 'step.skipped'; step: Work; because: string }
  | { type: 'note'; server?: string; app?: AppId; message: string }
  | { type: 'apply.done'; done: number; failed: AppId[]; stepsFailed: number; ms: number };

export type Emit = (event: Event) => void;
