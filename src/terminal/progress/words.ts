/** Events in words, shared by the renderers that people read. */
import type { Event, Work, WorkKind } from '../../cluster/events.js';
import { imageRegistry } from '../../desired/names.js';
import type { Fault } from '../../fault.js';
import { type Language, nextWord, phrase } from '../prose/index.js';
import { duration } from '../units.js';

const acts: Record<Language, Record<WorkKind, string>> = {
  en: {
    'swarm.init': 'start Swarm on',
    'node.label': 'label server',
    'network.create': 'create network',
    'secret.create': 'store secret',
    'image.build': 'build image',
    'image.pull': 'pull image',
    'service.create': 'start',
    'service.update': 'update',
    'service.remove': 'remove',
    'release.run': 'run release command of',
    'routes.load': 'load routes on',
    'backups.schedule': 'schedule backups on',
    'backup.create': 'back up',
    'migrate.move': 'move',
    'migrate.rehearse': 'rehearse',
    'migrate.web': 'wait for the web service of',
    'migrate.read': 'read',
    'backup.check': 'check the sets of',
    'backup.restore': 'restore',
    'backup.drill': 'restore and check a set of',
    'backup.prune': 'prune the sets of',
  },
  id: {
    'swarm.init': 'mulai Swarm di',
    'node.label': 'beri label server',
    'network.create': 'buat jaringan',
    'secret.create': 'simpan rahasia',
    'image.build': 'bangun image',
    'image.pull': 'ambil image',
    'service.create': 'jalankan',
    'service.update': 'perbarui',
    'service.remove': 'hapus',
    'release.run': 'jalankan perintah rilis',
    'routes.load': 'muat rute di',
    'backups.schedule': 'jadwalkan cadangan di',
    'backup.create': 'cadangkan',
    'migrate.move': 'pindahkan',
    'migrate.rehearse': 'geladi',
    'migrate.web': 'tunggu layanan web',
    'migrate.read': 'baca',
    'backup.check': 'periksa cadangan',
    'backup.restore': 'pulihkan',
    'backup.drill': 'pulihkan dan uji cadangan',
    'backup.prune': 'lepaskan set lama dari',
  },
};

/** The words for what became of a step. */
export const stateWords = {
  en: { done: 'done', failed: 'FAILED', skipped: 'skipped', start: 'started' },
  id: { done: 'selesai', failed: 'GAGAL', skipped: 'dilewati', start: 'mulai' },
} as const;

/** What a step does, e.g. `update dishub-parkir`. */
export function describeStep(step: Work, lang: Language): string {
  return `${acts[lang][step.kind]} ${shownTarget(step)}`;
}

/** An image without the registry part, which is the same for all and of use to the engine only. */
export function shownTarget({ target }: Pick<Work, 'target'>): string {
  return target.startsWith(`${imageRegistry}/`) ? target.slice(imageRegistry.length + 1) : target;
}

/** Where a step belongs, e.g. `[pusat-1 dishub/parkir]`. */
export function placeOf(step: { server?: string; app?: string }): string {
  const parts = [step.server, step.app].filter((part) => part !== undefined);
  return parts.length === 0 ? '' : `[${parts.join(' ')}] `;
}

/** An event as one line; a failure adds the lines of its log. */
export function describeEvent(event: Event, lang: Language): string[] {
  const word = stateWords[lang];
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
        `${line(event.step, lang)}: ${word.failed} ${faultLine(event.fault, lang)}`,
        ...event.fault.logTail.map((text) => `  | ${text}`),
        ...nextStep(event.fault, lang),
      ];
    case 'note':
      return [`${placeOf(event)}${event.message}`];
    case 'apply.done':
      return [summary(event, lang)];
  }
}

function line(step: Work, lang: Language): string {
  return `${placeOf(step)}${describeStep(step, lang)}`;
}

/** The last line of an apply: what was done, what failed, how long it took. */
export function summary(event: Extract<Event, { type: 'apply.done' }>, lang: Language): string {
  const { done, failed, stepsFailed } = event;
  const took = duration(event.ms);
  const ofServers =
    lang === 'id' ? `${stepsFailed} langkah bagi server` : `${stepsFailed} step(s) of the servers`;
  const names = [...failed, ...(stepsFailed === 0 ? [] : [ofServers])].join(', ');
  if (lang === 'id') {
    const end = names === '' ? 'tidak ada yang gagal' : `gagal: ${names}`;
    return `${done} langkah selesai dalam ${took}; ${end}`;
  }
  const end = names === '' ? 'none failed' : `failed: ${names}`;
  return `${done} steps done in ${took}; ${end}`;
}

/** A fault as `CODE words`, without its next step. */
export function faultLine(fault: Fault, lang: Language): string {
  return `${fault.code} ${phrase(fault.code, fault.args, lang).text}`;
}

function nextStep(fault: Fault, lang: Language): string[] {
  const { next } = phrase(fault.code, fault.args, lang);
  return next === undefined ? [] : [`  ${nextWord[lang]} ${next}`];
}
