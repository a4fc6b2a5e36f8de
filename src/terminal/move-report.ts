/** The report of a move as a page that can be handed on, and as lines for a terminal. */
import type { MoveReport } from '../migrate/report.js';
import { phaseIn } from './migrations.js';
import { proofRows, type Row, seedRows } from './move-figures.js';
import { type Language, phrase } from './prose/index.js';
import { rehearsalRows } from './rehearsal.js';
import { instant } from './units.js';

const words = {
  en: {
    title: 'Report of a move',
    phase: 'Stands at',
    method: 'Method',
    began: 'Began',
    switched: 'Switched',
    committed: 'Committed',
    erasable: 'Old data may be erased from',
    gone: 'Old host not asked, because',
    proof: 'Compared while nobody could write',
    seed: 'Brought over',
    rehearsal: 'Rehearsed',
    freezes: 'Times in which nobody could write',
    failures: 'What failed on the way',
    none: 'nothing',
    lasts: 'lasts',
    new: 'the new server went on',
    old: 'the old host went on',
  },
  id: {
    title: 'Laporan pemindahan',
    phase: 'Keadaan',
    method: 'Cara',
    began: 'Dimulai',
    switched: 'Dialihkan',
    committed: 'Ditetapkan',
    erasable: 'Data lama boleh dihapus mulai',
    gone: 'Host lama tidak ditanya, karena',
    proof: 'Dibandingkan selagi tidak ada yang dapat menulis',
    seed: 'Dibawa',
    rehearsal: 'Digeladikan',
    freezes: 'Waktu tanpa ada yang dapat menulis',
    failures: 'Yang gagal di perjalanan',
    none: 'tidak ada',
    lasts: 'berlangsung',
    new: 'server baru melanjutkan',
    old: 'host lama melanjutkan',
  },
} as const;

interface Section {
  title: string;
  rows: Row[];
}

function sectionsOf(report: MoveReport, lang: Language): Section[] {
  const word = words[lang];
  const times = ['began', 'switched', 'committed'] as const;
  const facts: [string, string | undefined][] = [
    [word.phase, phaseIn(report.phase, lang)],
    [word.method, report.method],
    ...times.map((time): [string, string | undefined] => {
      const at = report[time];
      return [word[time], at && instant(at)];
    }),
    [word.erasable, report.erasable],
    [word.gone, report.oldHostGone],
  ];
  return [
    {
      title: `${word.title}: ${report.app}`,
      rows: facts.filter((fact): fact is [string, string] => fact[1] !== undefined),
    },
    { title: word.proof, rows: proofRows(report.proof, lang) },
    { title: word.seed, rows: seedRows(report.seed, lang) },
    ...(report.rehearsal === undefined
      ? []
      : [{ title: word.rehearsal, rows: rehearsalRows(report.rehearsal, lang) }]),
    {
      title: word.freezes,
      rows: report.freezes.map(({ at, seconds, end }) => [
        instant(at),
        seconds === undefined || end === undefined ? word.lasts : `${seconds} s; ${word[end]}`,
      ]),
    },
    {
      title: word.failures,
      rows: report.failures.map(({ at, step, because }) => [
        instant(at),
        `${phrase(because.code, because.args, lang).text} (${step}, ${because.code})`,
      ]),
    },
  ];
}

export function renderReport(report: MoveReport, lang: Language): string {
  return sectionsOf(report, lang)
    .map(({ title, rows }) => {
      const lines = rows.map(([name, value]) => `  ${name}: ${value}`);
      return [title, ...(lines.length === 0 ? [`  ${words[lang].none}`] : lines)].join('\n');
    })
    .join('\n\n');
}

/** One file that needs no other, and prints well. */
export function reportPage(report: MoveReport, lang: Language): string {
  const [first, ...rest] = sectionsOf(report, lang) as [Section, ...Section[]];
  const table = ({ rows }: Section): string =>
    rows.length === 0
      ? `<p>${words[lang].none}</p>`
      : `<table>${rows
          .map(
            ([name, value]) =>
              `<tr><th scope="row">${plain(name)}</th><td>${plain(value)}</td></tr>`,
          )
          .join('')}</table>`;
  const sections = rest.map((section) => `<h2>${plain(section.title)}</h2>${table(section)}`);
  return `<!doctype html>
<html lang="${lang}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${plain(first.title)}</title><style>
body{font:16px/1.5 sans-serif;max-width:48rem;margin:2rem auto;padding:0 1rem;color:#111}
h1{font-size:1.6rem;line-height:1.25}h2{font-size:1.15rem;margin:2rem 0 .3rem;break-after:avoid}
table{border-collapse:collapse;width:100%;table-layout:fixed}tr{break-inside:avoid}
th,td{border-bottom:1px solid #ccc;padding:.3rem 0;text-align:left;vertical-align:top;overflow-wrap:anywhere}
th{font-weight:normal;color:#555;width:38%;padding-right:1rem}
@media print{body{font-size:11pt;margin:0;max-width:none}}
</style></head><body>
<h1>${plain(first.title)}</h1>${table(first)}
${sections.join('\n')}
</body></html>
`;
}

/** Names of files and tables come from the old host: nothing of them is markup. */
const plain = (text: string): string =>
  text.replaceAll(/[&<>"']/g, (char) => `&#${char.charCodeAt(0)};`);
