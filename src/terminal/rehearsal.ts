/** A rehearsal as people read it: what differs first, and how long the freeze will be. */
import type { PageResult, Rehearsal } from '../migrate/rehearse/model.js';
import type { MigrationView } from './migrations.js';
import type { Row } from './move-figures.js';
import type { Language } from './prose/index.js';
import { type Column, table } from './table.js';
import { duration, instant } from './units.js';

const words = {
  en: {
    titles: ['PAGE', 'VISITS', 'RESULT', 'OLD HOST', 'COPY'],
    verdicts: {
      same: 'same',
      status: 'other status',
      location: 'leads elsewhere',
      title: 'other title',
      text: 'other text',
      unanswered: 'no answer',
    },
    sum: (all: number, different: number) =>
      different === 0 ? `All ${all} pages are the same.` : `${different} of ${all} pages differ.`,
    left: 'Not asked, since by their name they do something',
    freeze: 'Nobody will be able to write for about',
    predicted: 'predicted from what was brought over',
    parts: {
      steps: 'closing, switching, forwarding (assumed)',
      catchUp: 'database: the last changes',
      dump: 'database: brought over again',
      rows: 'database: every row compared',
      files: 'files: the last pass, compared',
    },
    at: 'Data copied at',
    took: 'It took',
    pages: 'Pages',
  },
  id: {
    titles: ['HALAMAN', 'KUNJUNGAN', 'HASIL', 'HOST LAMA', 'SALINAN'],
    verdicts: {
      same: 'sama',
      status: 'status lain',
      location: 'menuju tempat lain',
      title: 'judul lain',
      text: 'teks lain',
      unanswered: 'tidak menjawab',
    },
    sum: (all: number, different: number) =>
      different === 0 ? `Semua ${all} halaman sama.` : `${different} dari ${all} halaman berbeda.`,
    left: 'Tidak diminta, karena menurut namanya melakukan sesuatu',
    freeze: 'Tidak ada yang dapat menulis selama kira-kira',
    predicted: 'perkiraan dari yang telah dibawa',
    parts: {
      steps: 'menutup, mengalihkan, meneruskan (anggapan)',
      catchUp: 'basis data: perubahan terakhir',
      dump: 'basis data: dibawa sekali lagi',
      rows: 'basis data: setiap baris dibandingkan',
      files: 'berkas: putaran terakhir, dibandingkan',
    },
    at: 'Data disalin pada',
    took: 'Memakan waktu',
    pages: 'Halaman',
  },
} as const;

export function renderRehearsal(
  rehearsal: Rehearsal,
  { lang, paint, width }: MigrationView,
): string {
  const word = words[lang];
  const { pages, different, left } = rehearsal;
  const cells: Column<PageResult>['value'][] = [
    ({ path }) => path,
    ({ visits }) => (visits === undefined ? '-' : `${visits}`),
    ({ verdict }) => (verdict === 'same' ? paint.green : paint.red)(word.verdicts[verdict]),
    (page) => sideOf(page, 'old'),
    (page) => sideOf(page, 'copy'),
  ];
  const columns = cells.map((value, index) => ({
    title: word.titles[index] as string,
    value,
    flexible: index >= 3,
  }));
  return [
    table(pages, columns, { paint, ...(width === undefined ? {} : { width }) }),
    '',
    word.sum(pages.length, different),
    ...(left.length === 0 ? [] : [`${word.left}: ${left.join(', ')}`]),
    '',
    ...freezeRows(rehearsal, lang).map(([name, value]) => `${name}: ${value}`),
  ].join('\n');
}

/** What tells both sides apart, and no more. */
function sideOf({ verdict, detail, ...page }: PageResult, side: 'old' | 'copy'): string {
  const look = page[side];
  if (detail !== undefined) return detail[side] === '' ? '-' : detail[side];
  if (look === undefined) return '-';
  if (verdict === 'location') return `${look.status} ${look.location ?? ''}`.trim();
  return `${look.status} ${look.title}`.trim();
}

const seconds = (count: number): string => `${count.toFixed(1)} s`;

function freezeRows({ freeze, at, seconds: took }: Rehearsal, lang: Language): Row[] {
  const word = words[lang];
  const { expected, predicted, parts } = freeze;
  const told = predicted === undefined ? '' : ` (${word.predicted}: ${seconds(predicted)})`;
  return [
    [word.freeze, `${seconds(expected)}${told}`],
    ...Object.entries(parts).map(
      ([part, time]): Row => [`  ${word.parts[part as keyof typeof parts]}`, seconds(time)],
    ),
    [word.at, instant(at)],
    [word.took, duration(took.total * 1000)],
  ];
}

/** For the report of a move. */
export function rehearsalRows(rehearsal: Rehearsal, lang: Language): Row[] {
  const word = words[lang];
  return [
    [word.pages, word.sum(rehearsal.pages.length, rehearsal.different)],
    ...rehearsal.pages.map((page): Row => {
      const sides =
        page.verdict === 'same' ? '' : `: ${sideOf(page, 'old')} / ${sideOf(page, 'copy')}`;
      return [page.path, `${word.verdicts[page.verdict]}${sides}`];
    }),
    ...freezeRows(rehearsal, lang).map(([name, value]): Row => [name.replace(/^ +/, '– '), value]),
  ];
}
