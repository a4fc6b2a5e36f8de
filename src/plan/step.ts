import type { ServiceSpec } from '../desired/model.js';
import { differences } from './differences.js';
import type { Reason, Step, StepKind } from './model.js';
import type { ObservedService } from './observed.js';
import type { View } from './view.js';

export function step(kind: StepKind, target: string, rest: Partial<Step> = {}): Step {
  return { id: `${kind}:${target}`, kind, target, reasons: [], ...rest };
}

/** Creates or updates a service; nothing when it runs as it should. */
export function serviceStep(service: ServiceSpec, view: View): Step | undefined {
  const found = view.found.services.get(service.name);
  const where = { app: service.app, server: service.server };
  if (found === undefined) return step('service.create', service.name, where);
  const reasons = [...differences(found.spec, service), ...stopped(found)];
  return reasons.length === 0
    ? undefined
    : step('service.update', service.name, { ...where, reasons });
}

/** Facets of a service that was told what to do already and has not done it yet. */
export const unsettled = ['not running', 'update under way'];

/** The right specification is not enough: an interrupted or crashed service is not running. */
function stopped({ running, wanted, updating }: ObservedService): Reason[] {
  if (updating) return [{ facet: 'update under way' }];
  return running < wanted
    ? [{ facet: 'not running', from: String(running), to: String(wanted) }]
    : [];
}

export const byName = (a: { name: string }, b: { name: string }): number =>
  a.name < b.name ? -1 : 1;
