/** Events in words, shared by the renderers that people read. */
import type { Event } from '../../cluster/events.js';
import type { Step, StepKind } from '../../plan/model.js';
import type { Language } from '../prose/index.js';
import { duration } from '../units.js';

const acts: Record<Language, Record<StepKind, string>> = {
  en: {
    'swarm.init': 'start Swarm on',
    'node.label': 'label server',
    'network.create': 'create network',
    'secret.create': 'store secret',
    'image.build': 'build image',
    'service.create': 'start',
    'service.update': 'update',
    'service.remove': 'remove',
    'release.run': 'run release command of',
    'routes.load': 'load routes on',
  },
  id: {
    'swarm.init': 'mulai Swarm di',
    'node.label': 'beri label server',
    'network.create': 'buat jaringan',
    'secret.create': 'simpan rahasia',
    'image.build': 'bangun image',
    'service.create': 'jalankan',
    'service.update': 'perbarui',
    'service.remove': 'hapus',
    'release.run': 'jalankan perintah rilis',
    'routes.load': 'muat rute di',
  },
};

const states = {
  en: { done: 'done', failed: 'FAILED', skipped: 'skipped', start: 'started' },
  id: { done: 'selesai', failed: 'GAGAL', skipped: 'dilewati', start: 'mulai' },
} as const;

/** What a step does, e.g. `update dishub-parkir`. */
export function describeStep(step: Step, lang: Language): string {
  return `${acts[lang][step.kind]} ${step.target}`;
}

/** Where a step belongs, e.g. `[pusat-1 dishub/parkir]`. */
export function placeOf(step: { server?: string; app?: string }): string {
  const parts = [step.server, step.app].filter((part) => part !== undefined);
  return parts.length === 0 ? '' : `[${parts.join(' ')}] `;
}

/** An event as one line; a failure adds the lines of its log. */
export function describeEvent(event: Event, lang: Language): string[] {
  const word = states[lang];
  switch (event.type) {
    case 'apply.start':
      return [
        lang === 'id'
          ? `menerapkan ${event.plan.steps.length} langkah pada ${event.plan.site}`
          : `applying ${event.plan.steps.length} steps to ${event.plan.site}`,
      ];
    case 'step.start':
      return [`${line(event.step, lang)}: ${word.start}`];
    case 'step.progress':
      return [`${line(event.step, lang)}: ${event.message}`];
    case 'step.done':
      return [`${line(event.step, lang)}: ${word.done} (${duration(event.ms)})`];
    case 'step.skipped':
      return [`${line(event.step, lang)}: ${word.skipped}, ${event.because}`];
    case 'step.failed':
      return [
        `${line(event.step, lang)}: ${word.failed} ${event.code} ${event.message}`,
        ...event.logTail.map((text) => `  | ${text}`),
      ];
    case 'note':
      return [`${placeOf(event)}${event.message}`];
    case 'apply.done':
      return [summary(event, lang)];
  }
}

function line(step: Step, lang: Language): string {
  return `${placeOf(step)}${describeStep(step, lang)}`;
}

/** The last line of an apply: what was done, which apps failed, how long it took. */
export function summary(event: Extract<Event, { type: 'apply.done' }>, lang: Language): string {
  const took = duration(event.ms);
  const failed = event.failed.join(', ');
  if (lang === 'id') {
    const end = failed === '' ? 'tidak ada yang gagal' : `gagal: ${failed}`;
    return `${event.done} langkah selesai dalam ${took}; ${end}`;
  }
  const end = failed === '' ? 'none failed' : `failed: ${failed}`;
  return `${event.done} steps done in ${took}; ${end}`;
}
