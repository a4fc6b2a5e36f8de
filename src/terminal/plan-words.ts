/** What a plan says, in each language. */
import type { Held } from '../plan/hold.js';
import type { Reason, Step, StepKind } from '../plan/model.js';
import { shownTarget } from './progress/words.js';
import type { Language } from './prose/index.js';

export interface Counts {
  create: number;
  update: number;
  remove: number;
  build: number;
  run: number;
}

export interface PlanWords {
  acts: Record<keyof Counts, string>;
  /** Columns of the longest act. */
  actWidth: number;
  objects: Record<'service' | 'network', string>;
  unmanaged: string;
  /** Stands before the target. */
  on: string;
  untouched: string;
  held: string;
  waits(held: Held): string;
  because: string;
  unchanged(apps: number): string;
  nothing(apps: number): string;
  summary(counts: Counts): string;
  target(step: Step): string;
  reason(reason: Reason): string;
}

const things: Record<Language, Record<StepKind, string>> = {
  en: {
    'swarm.init': 'Swarm on',
    'node.label': 'label of server',
    'network.create': 'network',
    'secret.create': 'secret',
    'image.build': 'image',
    'image.pull': 'image (pulled)',
    'service.create': 'service',
    'service.update': 'service',
    'service.remove': 'service',
    'release.run': 'release command',
    'routes.load': 'routes of',
    'backups.schedule': 'backups of',
  },
  id: {
    'swarm.init': 'Swarm di',
    'node.label': 'label server',
    'network.create': 'jaringan',
    'secret.create': 'rahasia',
    'image.build': 'image',
    'image.pull': 'image (diunduh)',
    'service.create': 'layanan',
    'service.update': 'layanan',
    'service.remove': 'layanan',
    'release.run': 'perintah rilis',
    'routes.load': 'rute',
    'backups.schedule': 'cadangan',
  },
};

const facets: Record<string, string> = {
  image: 'image',
  command: 'perintah',
  env: 'env',
  secrets: 'rahasia',
  mounts: 'penyimpanan',
  networks: 'jaringan',
  server: 'server',
  replicas: 'replika',
  ports: 'port',
  health: 'pemeriksaan kesehatan',
  size: 'ukuran',
  'update policy': 'cara pembaruan',
  release: 'perintah rilis',
  labels: 'label',
  routes: 'rute',
  backups: 'cadangan',
  'not running': 'tidak berjalan',
  'update under way': 'pembaruan sedang berjalan',
};

const changes = {
  en: { '+': 'added', '-': 'removed', '~': 'changed' },
  id: { '+': 'ditambah', '-': 'dihapus', '~': 'diubah' },
} as const;

export const planWords: Record<Language, PlanWords> = {
  en: {
    acts: { create: 'create', update: 'update', remove: 'remove', build: 'build', run: 'run' },
    actWidth: 6,
    objects: { service: 'service', network: 'network' },
    unmanaged: 'unmanaged',
    on: 'On',
    untouched: 'not in the inventory; left alone',
    held: 'held',
    waits: (held) => `${held.app} (${waiting.en(held)})`,
    because: 'reason',
    unchanged: (apps) => `unchanged ${apps} app${apps === 1 ? '' : 's'}`,
    nothing: (apps) =>
      `Nothing to do: ${apps} app${apps === 1 ? ' matches' : 's match'} the inventory.`,
    summary: ({ create, update, remove, build, run }) =>
      `Plan: ${create} to create, ${update} to update, ${remove} to remove.` +
      also(build, 'image to build', 'images to build') +
      also(run, 'release command to run', 'release commands to run'),
    target: (step) => `${things.en[step.kind]} ${shownTarget(step)}`,
    reason: (reason) => reasonText(reason, reason.facet, changes.en),
  },
  id: {
    acts: { create: 'buat', update: 'ubah', remove: 'hapus', build: 'bangun', run: 'jalankan' },
    actWidth: 8,
    objects: { service: 'layanan', network: 'jaringan' },
    unmanaged: 'tak dikelola',
    on: 'Pada',
    untouched: 'tidak ada di inventaris; dibiarkan',
    held: 'ditahan',
    waits: (held) => `${held.app} (${waiting.id(held)})`,
    because: 'sebab',
    unchanged: (apps) => `tetap ${apps} aplikasi`,
    nothing: (apps) => `Tidak ada yang perlu dilakukan: ${apps} aplikasi sudah sesuai inventaris.`,
    summary: ({ create, update, remove, build, run }) =>
      `Rencana: ${create} dibuat, ${update} diubah, ${remove} dihapus.` +
      also(build, 'image dibangun', 'image dibangun') +
      also(run, 'perintah rilis dijalankan', 'perintah rilis dijalankan'),
    target: (step) => `${things.id[step.kind]} ${shownTarget(step)}`,
    reason: (reason) => reasonText(reason, facets[reason.facet] ?? reason.facet, changes.id),
  },
};

/** Why an app waits, and the command that takes it further. */
const waiting: Record<Language, (held: Held) => string> = {
  en: ({ app, phase, method }) =>
    ({
      'not started': `not moved yet; next: induk migrate start ${app}`,
      prepare: `its data is being brought over; next: induk migrate ${verbOf(method)} ${app}`,
      follow:
        method === 'archive'
          ? `its data is there and was not tried yet; next: induk migrate import ${app}`
          : `follows its old host; cron jobs wait for: induk migrate cutover ${app}`,
      switched: '',
      back: `rolled back to its old host; again: induk migrate start ${app}`,
    })[phase],
  id: ({ app, phase, method }) =>
    ({
      'not started': `belum dipindahkan; selanjutnya: induk migrate start ${app}`,
      prepare: `datanya sedang dibawa; selanjutnya: induk migrate ${verbOf(method)} ${app}`,
      follow:
        method === 'archive'
          ? `datanya ada dan belum dicoba; selanjutnya: induk migrate import ${app}`
          : `mengikuti host lama; pekerjaan cron menunggu: induk migrate cutover ${app}`,
      switched: '',
      back: `dikembalikan ke host lama; ulangi: induk migrate start ${app}`,
    })[phase],
};

/** What brings data over from where it is. */
const verbOf = (method?: string): string => (method === 'archive' ? 'import' : 'start');

function also(count: number, one: string, many: string): string {
  return count === 0 ? '' : ` ${count} ${count === 1 ? one : many}.`;
}

/** `image a1b2 → c3d4`, or `env LOG_LEVEL added` for the planner's `+LOG_LEVEL`. */
function reasonText(
  { from, to }: Reason,
  facet: string,
  words: Record<'+' | '-' | '~', string>,
): string {
  // A digest says nothing to a person; how many domains are served does.
  if (facet === facets.routes || facet === 'routes') return to ?? facet;
  if (from !== undefined && to !== undefined) return `${facet} ${from} → ${to}`;
  if (to === undefined) return facet;
  const parts = to.split(' ').map((part) => {
    const word = words[part[0] as '+' | '-' | '~'];
    return word === undefined ? part : `${part.slice(1)} ${word}`;
  });
  return `${facet} ${parts.join(', ')}`;
}
