/** How the apps are, as a table; one row an app. */
import type {
  AppStatus,
  JobStatus,
  PartState,
  PartStatus,
  SiteStatus,
} from '../cluster/runtime/model.js';
import { freshnessColours } from './backups.js';
import type { Paint } from './colour.js';
import type { Language } from './prose/index.js';
import { type Column, table } from './table.js';
import { relativeTime } from './units.js';

export interface StatusView {
  lang: Language;
  paint: Paint;
  /** Columns of the terminal; absent: nothing is cut. */
  width?: number;
}

const words = {
  en: {
    titles: ['APP', 'SERVER', 'VERSION', 'STATE', 'SINCE', 'DATABASE', 'CRON', 'BACKUP', 'URL'],
    none: 'no apps',
    unmanaged: '(not in the inventory)',
    never: 'not run yet',
    exit: 'exit',
    updating: 'updating',
    server: 'server',
    unread: 'not read from',
    ready: 'ready',
    down: 'down',
    unknown: 'unknown',
    'not in the swarm': 'not in the swarm',
    running: 'running',
    starting: 'starting',
    failing: 'failing',
    stopped: 'stopped',
    unreachable: 'server down',
    'not deployed': 'not deployed',
    backup: {
      failed: 'failed',
      never: 'never',
      late: 'late',
      behind: 'behind',
      overdue: 'drill overdue',
      unproven: 'unproven',
      off: 'off',
      ok: 'ok',
      unread: '?',
    },
  },
  id: {
    titles: [
      'APLIKASI',
      'SERVER',
      'VERSI',
      'KEADAAN',
      'SEJAK',
      'BASIS DATA',
      'CRON',
      'CADANGAN',
      'URL',
    ],
    none: 'tidak ada aplikasi',
    unmanaged: '(tidak ada di inventaris)',
    never: 'belum pernah jalan',
    exit: 'kode',
    updating: 'diperbarui',
    server: 'server',
    unread: 'tidak terbaca dari',
    ready: 'siap',
    down: 'mati',
    unknown: 'tidak diketahui',
    'not in the swarm': 'tidak ada di swarm',
    running: 'berjalan',
    starting: 'mulai',
    failing: 'gagal',
    stopped: 'dihentikan',
    unreachable: 'server mati',
    'not deployed': 'belum dipasang',
    backup: {
      failed: 'gagal',
      never: 'belum pernah',
      late: 'terlambat',
      behind: 'tertinggal',
      overdue: 'uji pulih terlambat',
      unproven: 'belum teruji',
      off: 'dimatikan',
      ok: 'baik',
      unread: '?',
    },
  },
} as const;

const colours: Record<PartState, 'green' | 'yellow' | 'red' | 'dim'> = {
  running: 'green',
  starting: 'yellow',
  failing: 'red',
  stopped: 'yellow',
  unreachable: 'red',
  'not deployed': 'dim',
};

const backupColours = { ...freshnessColours, unread: 'yellow' } as const;

/** Servers that are down first, then a row for each app. */
export function renderStatus(status: SiteStatus, view: StatusView): string {
  const { paint } = view;
  const word = words[view.lang];
  const now = new Date(status.time);
  const alarms = status.servers
    .filter(({ state }) => state !== 'ready')
    .map(({ server, state }) => paint.red(`${word.server} ${server}: ${word[state]}`));
  const unread = status.unread.map(({ server, reason }) =>
    paint.yellow(`cron: ${word.unread} ${server} (${reason})`),
  );
  if (status.apps.length === 0) return [...alarms, ...unread, word.none].join('\n');
  const hasBackups = status.apps.some(({ backup }) => backup !== undefined);
  const shown = columns(view, now).filter(({ title }) => hasBackups || title !== word.titles[7]);
  const body = table(status.apps, shown, view);
  return [...alarms, ...unread, body].join('\n');
}

function columns(view: StatusView, now: Date): Column<AppStatus>[] {
  const { lang, paint } = view;
  const word = words[lang];
  const since = (app: AppStatus): string =>
    app.since === undefined ? '' : relativeTime(new Date(app.since), now, lang);
  const values: ((app: AppStatus) => string)[] = [
    (app) => (app.managed ? app.app : `${app.app} ${paint.yellow(word.unmanaged)}`),
    (app) => app.server,
    (app) => app.version?.slice(0, 7) ?? '',
    (app) => partText(app, view),
    since,
    (app) => (app.database === undefined ? '' : partText(app.database, view)),
    (app) => cronText(app, view, now),
    (app) => backupText(app, view, now),
    (app) => app.url ?? '',
  ];
  const flexible = new Set([3, 5, 6]);
  return values.map((value, index) => ({
    title: word.titles[index] as string,
    value,
    flexible: flexible.has(index),
  }));
}

/** A state in one phrase, e.g. `running 1/1` or `failing: task: non-zero exit (3)`. */
export function partText(part: PartStatus, { lang, paint }: StatusView): string {
  const word = words[lang];
  const counted = part.wanted > 0 && part.state !== 'unreachable';
  const count = counted ? ` ${part.running}/${part.wanted}` : '';
  const updating = part.updating ? ` (${word.updating})` : '';
  const error = part.error === undefined ? '' : `: ${part.error}`;
  return paint[colours[part.state]](`${word[part.state]}${count}${updating}${error}`);
}

/** What matters in one phrase: that it is red, or how long ago it was proven. */
function backupText({ backup }: AppStatus, { lang, paint }: StatusView, now: Date): string {
  if (backup === undefined) return '';
  const { state, last, proven, provenOn } = backup;
  const at = state === 'ok' ? proven : state === 'late' ? last : undefined;
  const when = at === undefined ? '' : ` ${relativeTime(new Date(at), now, lang)}`;
  const where = state === 'ok' && provenOn !== undefined ? `, ${provenOn}` : '';
  return paint[backupColours[state]](`${words[lang].backup[state]}${when}${where}`);
}

function cronText({ cron, jobs }: AppStatus, view: StatusView, now: Date): string {
  if (cron === undefined) return '';
  const runs = jobs.map((job) => jobText(job, view, now));
  const service = cron.state === 'running' ? [] : [partText(cron, view)];
  return [...service, ...runs].join(', ');
}

function jobText(job: JobStatus, { lang, paint }: StatusView, now: Date): string {
  const { name, exitCode, finishedAt } = job;
  const word = words[lang];
  if (exitCode === undefined) return paint.dim(`${name} ${word.never}`);
  const when = finishedAt === undefined ? '' : ` ${relativeTime(new Date(finishedAt), now, lang)}`;
  const how = exitCode === 0 ? `${name} ok` : `${name} ${word.exit} ${exitCode}`;
  return exitCode === 0 ? `${how}${when}` : paint.red(`${how}${when}`);
}

/** What became of an app between two looks, in one line. */
export function renderChange(app: AppStatus, time: string, view: StatusView): string {
  const database = app.database === undefined ? '' : ` db ${partText(app.database, view)}`;
  const cron = cronText(app, view, new Date(time));
  const rest = cron === '' ? database : `${database} cron ${cron}`;
  return `${time} ${app.app} ${app.version?.slice(0, 7) ?? '-'} ${partText(app, view)}${rest}`;
}
