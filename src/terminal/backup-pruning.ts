/** What a pruning would let go, a row for each app. */
import type { SetId } from '../backup/model.js';
import type { BackupsView } from './backups.js';
import { table } from './table.js';
import { bytes } from './units.js';

export interface PruningRow {
  app: string;
  /** Newest first. */
  kept: SetId[];
  dropped: SetId[];
  alarms: readonly unknown[];
  proven?: SetId;
  before: number;
}

const words = {
  en: {
    titles: ['APP', 'GO', 'STAY', 'OLDEST TO STAY', 'PROVEN', 'IN THE VAULT', 'SETS THAT GO'],
    alarm: 'none: see below',
  },
  id: {
    titles: [
      'APLIKASI',
      'LEPAS',
      'TETAP',
      'TERTUA YANG TETAP',
      'TERUJI',
      'DI BRANKAS',
      'YANG LEPAS',
    ],
    alarm: 'tidak ada: lihat di bawah',
  },
} as const;

export function renderPruning(rows: readonly PruningRow[], view: BackupsView): string {
  const { paint } = view;
  const word = words[view.lang];
  const cells: ((row: PruningRow) => string)[] = [
    ({ app }) => app,
    ({ dropped, alarms }) =>
      alarms.length > 0 ? paint.red(word.alarm) : count(dropped, paint.yellow),
    ({ kept }) => String(kept.length),
    ({ kept }) => kept.at(-1) ?? '-',
    ({ proven }) => proven ?? '-',
    ({ before }) => bytes(before),
    ({ dropped }) => dropped.join(' '),
  ];
  const columns = cells.map((value, index) => ({
    title: word.titles[index] as string,
    value,
    flexible: index === cells.length - 1,
  }));
  return table(rows, columns, view);
}

function count(sets: readonly SetId[], colour: (text: string) => string): string {
  return sets.length === 0 ? '0' : colour(String(sets.length));
}
