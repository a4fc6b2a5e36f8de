/** What workers say while they act; renderers in `terminal/` draw it. */
import type { Fault } from '../fault.js';
import type { AppId } from '../inventory/model.js';
import type { Plan, Step } from '../plan/model.js';

export type Event =
  | { type: 'apply.start'; plan: Plan }
  | { type: 'step.start'; step: Step }
  | { type: 'step.progress'; step: Step; message: string }
  | { type: 'step.done'; step: Step; ms: number }
  | { type: 'step.failed'; step: Step; fault: Fault }
  | { type: 'step.skipped'; step: Step; because: string }
  | { type: 'note'; server?: string; app?: AppId; message: string }
  | { type: 'apply.done'; done: number; failed: AppId[]; ms: number };

export type Emit = (event: Event) => void;
