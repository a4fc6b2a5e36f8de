import type { Plan, Step } from './model.js';

/** How many services a plan creates, updates and removes: what a person counts. */
export interface Summary {
  create: number;
  update: number;
  remove: number;
}

export const hasChanges = (plan: Plan): boolean => plan.steps.length > 0;

export function summarise(plan: Plan): Summary {
  const count = (kind: Step['kind']): number =>
    plan.steps.filter((step) => step.kind === kind).length;
  return {
    create: count('service.create'),
    update: count('service.update'),
    remove: count('service.remove'),
  };
}
