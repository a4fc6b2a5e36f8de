/** Timers of backups and drills as they are on the servers. */
import type { TimerState, TimerStatus } from '../backup/timers.js';
import type { BackupsView } from './backups.js';
import { type Column, table } from './table.js';
import { relativeTime } from './units.js';

const words = {
  en: {
    titles: ['APP', 'RUN', 'SERVER', 'TIMER', 'NEXT', 'LAST RUN', 'RESULT'],
    none: 'no timers',
    backup: 'backup',
    drill: 'drill',
    watch: 'watch',
    log: 'every second',
    missing: 'missing',
    disabled: 'not enabled',
    stopped: 'stopped',
    changed: 'differs',
    'left over': 'left over',
    'no systemd': 'no systemd',
    on: 'enabled',
    ok: 'ok',
    failed: 'failed',
    running: 'running',
    never: 'none known',
  },
  id: {
    titles: ['APLIKASI', 'JALANAN', 'SERVER', 'PENGATUR', 'BERIKUTNYA', 'TERAKHIR', 'HASIL'],
    none: 'tidak ada pengatur waktu',
    backup: 'cadangan',
    drill: 'uji pulih',
    watch: 'pengawas',
    log: 'setiap detik',
    missing: 'tidak ada',
    disabled: 'tidak aktif',
    stopped: 'berhenti',
    changed: 'berbeda',
    'left over': 'sisa',
    'no systemd': 'tanpa systemd',
    on: 'aktif',
    ok: 'baik',
    failed: 'gagal',
    running: 'berjalan',
    never: 'tidak diketahui',
  },
} as const;

const colours: Record<TimerState, 'green' | 'yellow' | 'red'> = {
  missing: 'red',
  disabled: 'red',
  stopped: 'red',
  changed: 'yellow',
  'left over': 'yellow',
  'no systemd': 'yellow',
  ok: 'green',
};

/** @param time RFC 3339: when the rows were read */
export function renderTimers(
  rows: readonly TimerStatus[],
  time: string,
  view: BackupsView,
): string {
  const { lang, paint } = view;
  const word = words[lang];
  if (rows.length === 0) return word.none;
  const ago = (at: string | undefined): string =>
    at === undefined ? '-' : relativeTime(new Date(at), new Date(time), lang);
  const cells: Column<TimerStatus>['value'][] = [
    ({ app, name }) => app ?? name,
    ({ kind }) => word[kind],
    ({ server }) => server,
    ({ state }) => paint[colours[state]](state === 'ok' ? word.on : word[state]),
    ({ next }) => ago(next),
    ({ last }) => (last === undefined ? word.never : ago(last.at)),
    ({ last }) => resultOf(last, view),
  ];
  const columns = cells.map((value, index) => ({ title: word.titles[index] as string, value }));
  return table(rows, columns, view);
}

function resultOf(last: TimerStatus['last'], { lang, paint }: BackupsView): string {
  if (last === undefined) return '-';
  const word = words[lang][last.result];
  if (last.result !== 'failed') return word;
  return paint.red(`${word} (${last.status ?? '?'})`);
}
