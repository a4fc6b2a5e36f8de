/** How well the apps are backed up, as a table; the worst first. */
import type { Freshness, FreshnessState } from '../backup/freshness.js';
import type { Paint } from './colour.js';
import { type Language, phrase } from './prose/index.js';
import { type Column, table } from './table.js';
import { bytes, duration, relativeTime } from './units.js';

export interface BackupRow extends Freshness {
  server: string;
  next?: string;
}

export interface BackupsView {
  lang: Language;
  paint: Paint;
  width?: number;
}

const words = {
  en: {
    titles: [
      ...['APP', 'SERVER', 'STATE', 'LAST SET', 'SIZE', 'PROVEN', 'RESTORE TIME', 'ANY SECOND'],
      ...['NEXT', 'WHY'],
    ],
    none: 'no apps',
    never: 'never',
    failed: 'failed',
    late: 'late',
    behind: 'behind',
    overdue: 'drill overdue',
    unproven: 'unproven',
    off: 'off',
    ok: 'ok',
  },
  id: {
    titles: [
      ...['APLIKASI', 'SERVER', 'KEADAAN', 'SET TERAKHIR', 'UKURAN', 'TERUJI', 'LAMA PULIH'],
      ...['SETIAP DETIK', 'BERIKUTNYA', 'SEBAB'],
    ],
    none: 'tidak ada aplikasi',
    never: 'belum pernah',
    failed: 'gagal',
    late: 'terlambat',
    behind: 'tertinggal',
    overdue: 'uji pulih terlambat',
    unproven: 'belum teruji',
    off: 'dimatikan',
    ok: 'baik',
  },
} as const;

export const freshnessColours: Record<FreshnessState, 'green' | 'yellow' | 'red' | 'dim'> = {
  failed: 'red',
  never: 'red',
  late: 'red',
  behind: 'red',
  overdue: 'red',
  unproven: 'yellow',
  off: 'dim',
  ok: 'green',
};

/** @param time RFC 3339: when the rows were read */
export function renderBackups(rows: BackupRow[], time: string, view: BackupsView): string {
  const { lang, paint } = view;
  const word = words[lang];
  if (rows.length === 0) return word.none;
  const ago = (at: string | undefined): string =>
    at === undefined ? '-' : relativeTime(new Date(at), new Date(time), lang);
  const cells: Column<BackupRow>['value'][] = [
    ({ app }) => app,
    ({ server }) => server,
    ({ state }) => paint[freshnessColours[state]](word[state]),
    ({ last }) => ago(last?.at),
    ({ last }) => (last?.bytes === undefined ? '-' : bytes(last.bytes)),
    ({ proven }) => [ago(proven?.at), proven?.server].filter(Boolean).join(', '),
    ({ proven }) => (proven === undefined ? '-' : duration(proven.seconds * 1000)),
    ({ seconds }) => secondsOf(seconds, ago),
    ({ next }) => ago(next),
    ({ reasons, alarms }) => {
      const [first] = [...reasons, ...alarms];
      return first === undefined ? '' : phrase(first.code, first.args, lang).text;
    },
  ];
  const columns = cells.map((value, index) => ({
    title: word.titles[index] as string,
    value,
    flexible: index === cells.length - 1,
  }));
  return table(rows, columns, view);
}

/** From when to when any second can be brought back. */
function secondsOf(seconds: BackupRow['seconds'], ago: (at: string | undefined) => string): string {
  if (seconds === undefined) return '-';
  const { from, through } = seconds;
  return from === undefined ? '-' : `${ago(from)} – ${ago(through)}`;
}
