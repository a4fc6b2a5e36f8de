/** A run of two apps of which one fails, as its workers would tell it. */
import type { Event } from '../../../src/cluster/events.js';
import { Fault } from '../../../src/fault.js';
import type { Plan, Step, StepKind } from '../../../src/plan/model.js';

function step(kind: StepKind, target: string, app: string, server = 'pusat-1'): Step {
  return { id: `${kind}:${target}`, kind, target, app, server, reasons: [] };
}

const build = step('image.build', 'localhost:1/dishub-parkir:c3d4', 'dishub/parkir');
const update = step('service.update', 'dishub-parkir', 'dishub/parkir');
const create = step('service.create', 'dinkes-antrian', 'dinkes/antrian', 'cabang-1');
const load: Step = {
  id: 'r',
  kind: 'routes.load',
  target: 'cabang-1',
  server: 'cabang-1',
  reasons: [],
};

export const plan: Plan = {
  formatVersion: 1,
  site: 'kota-contoh',
  steps: [build, update, create, load],
  unmanaged: [],
  held: [],
  unchanged: [],
  fingerprint: 'f',
};

const fault = new Fault('CLI010', { path: 'x', reason: 'EACCES' }, { logTail: ['last words'] });

export const events: Event[] = [
  { type: 'note', message: 'reading two servers' },
  { type: 'apply.start', plan },
  { type: 'step.start', step: build },
  { type: 'step.progress', step: build, message: 'layer 3 of 7' },
  { type: 'step.start', step: create },
  { type: 'step.done', step: build, ms: 2400 },
  { type: 'step.start', step: update },
  { type: 'step.failed', step: create, fault },
  { type: 'step.skipped', step: load, because: 'nothing new to serve' },
  { type: 'step.done', step: update, ms: 900 },
  { type: 'apply.done', done: 2, failed: ['dinkes/antrian'], stepsFailed: 0, ms: 3400 },
];
