/** What was found on an old host, for people: the host, a table of apps, then each app's remarks. */
import type { Findings, FoundApp, Remark } from '../migrate/inspect/model.js';
import type { Paint } from './colour.js';
import { type Language, nextWord, phrase } from './prose/index.js';
import { table } from './table.js';
import { bytes } from './units.js';
import { displayWidth } from './width.js';

export interface InspectView {
  lang: Language;
  paint: Paint;
  /** Columns of the terminal; absent: nothing is cut. */
  width?: number;
}

const words = {
  en: {
    app: 'APP',
    what: 'WHAT',
    database: 'DATABASE',
    files: 'FILES',
    perDay: 'REQUESTS/DAY',
    address: 'ADDRESS',
    cores: 'cores',
    memory: 'memory',
    disk: 'disk',
    none: 'no app was found',
    folder: 'folder',
    jobs: 'jobs',
    uploads: 'uploads',
    php: 'PHP settings',
    busiest: 'most in a minute',
    others: 'Virtual hosts without an app of their own',
    otherJobs: 'Jobs that belong to none of these apps',
    host: 'About the host',
    unread: 'Could not be read',
    talks: 'Connected to',
    redirect: 'redirects to',
    empty: 'shows nothing of its own',
    proxy: 'hands on to',
    missing: 'its folder is missing:',
    unresolved: 'cannot be resolved:',
  },
  id: {
    app: 'APLIKASI',
    what: 'JENIS',
    database: 'BASIS DATA',
    files: 'BERKAS',
    perDay: 'PERMINTAAN/HARI',
    address: 'ALAMAT',
    cores: 'inti',
    memory: 'memori',
    disk: 'disk',
    none: 'tidak ada aplikasi yang ditemukan',
    folder: 'folder',
    jobs: 'jadwal',
    uploads: 'unggahan',
    php: 'pengaturan PHP',
    busiest: 'terbanyak semenit',
    others: 'Virtual host tanpa aplikasi sendiri',
    otherJobs: 'Jadwal yang bukan milik aplikasi ini',
    host: 'Tentang server itu',
    unread: 'Tidak dapat dibaca',
    talks: 'Tersambung ke',
    redirect: 'mengalihkan ke',
    empty: 'tidak menampilkan apa pun',
    proxy: 'meneruskan ke',
    missing: 'foldernya tidak ada:',
    unresolved: 'tidak dapat diartikan:',
  },
} as const;

const levels = {
  en: { info: 'note ', warn: 'warn ', block: 'BLOCK' },
  id: { info: 'catat', warn: 'awas ', block: 'HALANG' },
} as const;

export function renderFindings(findings: Findings, view: InspectView): string {
  const { apps } = findings;
  const parts = [
    hostLines(findings, view),
    apps.length === 0 ? words[view.lang].none : appTable(apps, view),
    ...apps.map((app) => appLines(app, view)),
    ...rest(findings, view),
  ];
  return `${parts.map(shown).join('\n\n')}\n`;
}

/** Names come from the old host: what would move the cursor or colour the screen is made visible. */
const shown = (text: string) =>
  // biome-ignore lint/suspicious/noControlCharactersInRegex: all but line breaks and our own colours
  text.replace(/[\u0000-\u0009\u000B-\u001A\u001C-\u001F\u007F]/g, '�');

const plainly = (text: string) => text.replace(/\p{Cc}/gu, '�');

function hostLines({ host, databases }: Findings, { lang, paint }: InspectView): string {
  const w = words[lang];
  const php = [...new Set(host.php.map(({ version }) => `PHP ${version}`))];
  const engines = { mariadb: 'MariaDB', mysql: 'MySQL', postgres: 'PostgreSQL' };
  const servers = databases.map(({ engine, version }) => `${engines[engine]} ${version}`);
  const root = host.disks.find(({ mount }) => mount === '/');
  const { total, available } = host.memory;
  const size = [
    `${host.cpus} ${w.cores}`,
    `${w.memory} ${bytes(total - available)} / ${bytes(total)}`,
    ...(root === undefined ? [] : [`${w.disk} ${bytes(root.used)} / ${bytes(root.total)}`]),
  ];
  return [
    `${paint.bold(plainly(host.name))}  ${plainly(host.system)}  (${host.user}@${host.address}${host.access === 'sudo' ? ', sudo' : ''})`,
    `  ${[...host.webServers, ...php, ...servers].join(' · ')}`,
    `  ${size.join(' · ')}`,
  ].join('\n');
}

function appTable(apps: readonly FoundApp[], { lang, paint, width }: InspectView): string {
  const w = words[lang];
  const address = (app: FoundApp) => app.domains[0] ?? app.at;
  return table(
    apps,
    [
      { title: w.app, value: ({ name }) => name },
      {
        title: w.what,
        value: (app) => [app.framework, app.frameworkVersion].filter(Boolean).join(' '),
      },
      { title: 'PHP', value: ({ php }) => php?.version ?? '-' },
      { title: w.database, value: databaseOf, flexible: true },
      { title: w.files, value: (app) => bytes(app.bytes), align: 'right' },
      { title: w.perDay, value: ({ traffic }) => String(traffic?.perDay ?? '-'), align: 'right' },
      { title: w.address, value: address, flexible: true },
    ],
    { paint, ...(width === undefined ? {} : { width }) },
  );
}

function databaseOf({ databases: [use], database }: FoundApp): string {
  if (use === undefined) return '-';
  const size = database === undefined ? '' : ` ${bytes(database.bytes)}`;
  return plainly(`${use.engine} ${use.name}${size}`);
}

function appLines(app: FoundApp, view: InspectView): string {
  const w = words[view.lang];
  const { paint } = view;
  const ini = Object.entries(app.php?.ini ?? {}).map(([key, value]) => `${key}=${value}`);
  const facts: [string, string][] = [
    [w.folder, app.path],
    ...(app.uploads.length > 0 ? [[w.uploads, app.uploads.join(', ')] as [string, string]] : []),
    ...(ini.length > 0 ? [[w.php, ini.join(', ')] as [string, string]] : []),
    ...(app.traffic ? [[w.busiest, String(app.traffic.peakPerMinute)] as [string, string]] : []),
    ...app.jobs.map(({ at, run }) => [w.jobs, `${at ?? ''}  ${run}`.trim()] as [string, string]),
  ];
  const wide = Math.max(...facts.map(([name]) => name.length));
  return [
    paint.bold(app.name),
    ...facts.map(([name, value]) => {
      const text = wrapped(plainly(value), wide + 4, view.width);
      return `  ${paint.dim(name.padEnd(wide))}  ${text}`;
    }),
    ...app.remarks.map((remark) => remarkLine(remark, view)),
  ].join('\n');
}

function remarkLine({ code, severity, args }: Remark, view: InspectView): string {
  const { lang, paint, width } = view;
  const colour = { info: paint.dim, warn: paint.yellow, block: paint.red }[severity];
  const { text, next } = phrase(code, args, lang);
  const level = levels[lang][severity];
  const indent = level.length + code.length + 5;
  const line = `  ${colour(level)}  ${code} ${wrapped(plainly(text), indent, width)}`;
  if (next === undefined || severity === 'info') return line;
  const advice = wrapped(`${nextWord[lang]} ${plainly(next)}`, indent, width);
  return `${line}\n${' '.repeat(indent)}${advice}`;
}

/** Words on as many lines as they take, those after the first indented; as it is without a width. */
function wrapped(text: string, indent: number, width: number | undefined): string {
  if (width === undefined || width < indent + 20) return text;
  const lines = [''];
  for (const word of text.split(' ')) {
    const last = lines.length - 1;
    const line = lines[last] === '' ? word : `${lines[last]} ${word}`;
    if (lines[last] !== '' && displayWidth(line) > width - indent) lines.push(word);
    else lines[last] = line;
  }
  return lines.join(`\n${' '.repeat(indent)}`);
}

function rest(findings: Findings, view: InspectView): string[] {
  const w = words[view.lang];
  const { paint } = view;
  const { otherSites, otherJobs, remarks, unread, host } = findings;
  const section = (title: string, lines: string[]) =>
    lines.length === 0 ? [] : [`${paint.bold(title)}\n${lines.join('\n')}`];
  return [
    ...section(
      w.others,
      otherSites.map(({ names, file, kind, detail }) =>
        plainly(
          `  ${names.join(', ') || file}  ${w[kind]} ${kind === 'empty' ? '' : detail}`.trimEnd(),
        ),
      ),
    ),
    ...section(
      w.otherJobs,
      otherJobs.map(({ in: place, at = '', run }) => plainly(`  ${place}  ${at}  ${run}`)),
    ),
    ...section(
      w.talks,
      host.outgoing.slice(0, 10).map(({ to, count }) => `  ${to}  ×${count}`),
    ),
    ...section(
      w.host,
      remarks.map((remark) => remarkLine(remark, view)),
    ),
    ...section(
      w.unread,
      unread.map((path) => plainly(`  ${path}`)),
    ),
  ];
}
