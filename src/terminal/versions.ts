/** The versions of an app on its server, as a table. */
import type { Paint } from './colour.js';
import type { Language } from './prose/index.js';
import { table } from './table.js';

interface Version {
  version: string;
  /** RFC 3339. */
  created: string;
  isCurrent: boolean;
  commit?: string;
  /** Absent: built but never run. */
  order?: number;
}

const words = {
  en: {
    titles: ['VERSION', 'BUILT', 'COMMIT', ''],
    current: 'present',
    never: 'never run',
    none: 'none',
  },
  id: {
    titles: ['VERSI', 'DIBUAT', 'KOMIT', ''],
    current: 'sekarang',
    never: 'belum pernah jalan',
    none: 'tidak ada',
  },
} as const;

export function renderVersions(
  versions: readonly Version[],
  { lang, paint }: { lang: Language; paint: Paint },
): string {
  const { titles, current, never, none } = words[lang];
  if (versions.length === 0) return none;
  const remark = ({ isCurrent, order }: Version): string => {
    if (isCurrent) return paint.green(current);
    return order === undefined ? paint.dim(never) : '';
  };
  const columns = [
    { title: titles[0], value: ({ version }: Version) => version },
    { title: titles[1], value: ({ created }: Version) => created.slice(0, 16).replace('T', ' ') },
    { title: titles[2], value: ({ commit }: Version) => shortCommit(commit) },
    { title: titles[3], value: remark },
  ];
  return table(versions, columns, { paint });
}

/** The first digits of a commit, and whether files differed from it. */
export function shortCommit(commit: string | undefined): string {
  return commit === undefined ? '' : commit.replace(/^([0-9a-f]{12})[0-9a-f]*/, '$1');
}
