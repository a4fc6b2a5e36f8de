/** Moves of apps as people read them: how far they are, and whether they can begin. */
import type { Assessment, CheckName, Verdict } from '../migrate/assess-model.js';
import type { MigrationStatus } from '../migrate/status.js';
import type { Paint } from './colour.js';
import { type Language, nextWord, phrase } from './prose/index.js';
import { type Column, table } from './table.js';
import { duration, relativeTime } from './units.js';
import { pad } from './width.js';

export interface MigrationView {
  lang: Language;
  paint: Paint;
  width?: number;
}

const titles = {
  en: ['APP', 'SERVER', 'PHASE', 'METHOD', 'LAST', 'NEXT', 'WHY'],
  id: ['APLIKASI', 'SERVER', 'FASE', 'CARA', 'TERAKHIR', 'SELANJUTNYA', 'SEBAB'],
} as const;

const none = {
  en: 'no app of the inventory has an old host (legacy:)',
  id: 'tidak ada aplikasi di inventaris yang punya host lama (legacy:)',
};

const phases: Record<MigrationStatus['phase'], string> = {
  'not started': 'belum mulai',
  prepare: 'persiapan',
  seed: 'salinan pertama',
  follow: 'mengikuti',
  freeze: 'dibekukan',
  verify: 'dibandingkan',
  switch: 'dialihkan',
  forward: 'diteruskan',
  live: 'hidup di sini',
  committed: 'ditetapkan',
  'rolling back': 'sedang dikembalikan',
  'rolled back': 'dikembalikan',
  unread: 'tidak terbaca',
};

/** How far a move is, in a language. */
export const phaseIn = (phase: MigrationStatus['phase'], lang: Language): string =>
  lang === 'id' ? phases[phase] : phase;

/** @param now RFC 3339: when the rows were read */
export function renderMigrations(
  rows: readonly MigrationStatus[],
  now: string,
  { lang, paint, width }: MigrationView,
): string {
  if (rows.length === 0) return none[lang];
  const cells: Column<MigrationStatus>['value'][] = [
    ({ app }) => app,
    ({ server }) => server,
    ({ phase, frozen }) => {
      const word = phaseIn(phase, lang);
      return frozen === undefined ? word : paint.red(word);
    },
    ({ method }) => method || '-',
    ({ at, since }) => {
      const last = at ?? since;
      return last === undefined ? '-' : relativeTime(new Date(last), new Date(now), lang);
    },
    ({ app, next }) => (next === undefined ? '-' : `induk migrate ${next} ${app}`),
    ({ because }) => (because === undefined ? '' : phrase(because.code, because.args, lang).text),
  ];
  const columns = cells.map((value, index) => ({
    title: titles[lang][index] as string,
    value,
    flexible: index === cells.length - 1,
  }));
  return table(rows, columns, { paint, ...(width === undefined ? {} : { width }) });
}

const checks: Record<CheckName, string> = {
  access: 'akses',
  framework: 'kerangka kerja',
  address: 'alamat',
  web: 'nama',
  disk: 'ruang disk',
  target: 'server tujuan',
  engine: 'basis data',
  accounts: 'akun basis data',
  jobs: 'tugas cron',
  definers: 'pemilik view',
  tables: 'tabel',
  'binary-log': 'binary log',
  'database-host': 'letak basis data',
  clock: 'jam',
  forwarding: 'penerusan',
  certificate: 'sertifikat',
  write: 'penulisan',
  backup: 'cadangan',
};

const verdicts: Record<Language, Record<Verdict, string>> = {
  en: { ok: 'ok', warn: 'warn', block: 'block' },
  id: { ok: 'baik', warn: 'awas', block: 'halang' },
};

const sums = {
  en: {
    method: (method: string, freeze: string) => `Method: ${method}; ${freeze}`,
    freeze: (time: string, measured: boolean) =>
      `about ${time} in which nobody can write (${measured ? 'from measured rates' : 'an estimate'})`,
    old: 'its data is as old as the archive',
    ok: 'It can be moved.',
    warn: 'It can be moved; read the warnings first.',
    block: 'It cannot be moved yet.',
  },
  id: {
    method: (method: string, freeze: string) => `Cara: ${method}; ${freeze}`,
    freeze: (time: string, measured: boolean) =>
      `kira-kira ${time} tanpa ada yang dapat menulis (${measured ? 'dari laju terukur' : 'perkiraan'})`,
    old: 'datanya setua arsipnya',
    ok: 'Dapat dipindahkan.',
    warn: 'Dapat dipindahkan; baca dulu peringatannya.',
    block: 'Belum dapat dipindahkan.',
  },
} as const;

export function renderAssessment(assessment: Assessment, { lang, paint }: MigrationView): string {
  const colours = { ok: paint.green, warn: paint.yellow, block: paint.red };
  const words = sums[lang];
  const lines = assessment.checks.flatMap(({ name, verdict, code, args }) => {
    const label = colours[verdict](pad(verdicts[lang][verdict], 6));
    const title = pad(lang === 'id' ? checks[name] : name.replace('-', ' '), 16);
    if (code === undefined) return [`${label} ${title}`.trimEnd()];
    const { text, next } = phrase(code, args, lang);
    const step = next === undefined ? [] : [`${' '.repeat(24)}${nextWord[lang]} ${next}`];
    return [`${label} ${title} ${text}`, ...step];
  });
  const { freeze, isMeasured, method, verdict } = assessment;
  const time =
    freeze === undefined
      ? words.old
      : words.freeze(duration(Math.max(1, Math.round(freeze)) * 1000), isMeasured);
  return [...lines, '', words.method(method, time), words[verdict]].join('\n');
}
