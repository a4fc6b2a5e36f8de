/** What a person should know about an app before it is moved. */
import { absoluteFault } from '../../inventory/paths.js';
import { versions } from '../../inventory/versions.js';
import { isClosedJob, isDump } from './draft-jobs.js';
import { endedOn } from './end-of-life.js';
import type { Judged, Read } from './found.js';
import type { DatabaseUse, FoundApp, Remark } from './model.js';
import { isBelow } from './paths.js';
import { upperBound } from './php.js';
import { recipeFor } from './recipe-versions.js';
import { isScript, sharedScripts } from './run-parts.js';

type Args = Remark['args'];

const info = (code: string, args: Args = {}): Remark => ({ code, severity: 'info', args });
const warn = (code: string, args: Args = {}): Remark => ({ code, severity: 'warn', args });
const block = (code: string, args: Args = {}): Remark => ({ code, severity: 'block', args });

/** A few of a list, and how many more there are. */
export function some(list: readonly string[], most = 3): string {
  const shown = list.slice(0, most).map((text) => text.replace(/\p{Cc}/gu, '�'));
  const rest = list.length - shown.length;
  return rest > 0 ? `${shown.join(', ')} (+${rest})` : shown.join(', ');
}

export function remarksOf(one: Judged, read: Read): Remark[] {
  return [...exposed(one), ...ofPhp(one, read), ...ofDatabase(one, read), ...ofPlace(one, read)];
}

/** What visitors, or anybody on the host, can get at. */
function exposed({ app, root }: Judged): Remark[] {
  const shown = (paths: readonly string[]) =>
    paths.filter((path) => isBelow(path, app.path)).map((path) => path.slice(app.path.length + 1));
  const open = (paths: readonly string[]) =>
    shown(paths.filter((path) => isBelow(path, app.docroot)));
  const left = open(root.leftBehind);
  // A CMS brings its tables' definitions with it.
  const isShipped = (path: string) =>
    !['php', 'codeigniter'].includes(app.framework) &&
    /(^|\/)(sql|schemas?|migrations|install(ation|er)?|maintenance|extensions|plugins|modules|tests)\//.test(
      path,
    );
  const dumps = left.filter((path) => !/\.(git|svn)$/.test(path) && !isShipped(path));
  const histories = left.filter((path) => /\.(git|svn)$/.test(path));
  const info = open(root.phpinfo);
  const world = shown(root.worldWritable);
  const keys = open(root.keys);
  return [
    ...(dumps.length > 0 ? [warn('MIG110', { files: some(dumps) })] : []),
    ...(info.length > 0 ? [warn('MIG111', { files: some(info) })] : []),
    ...(histories.length > 0 ? [warn('MIG112', { files: some(histories) })] : []),
    ...(world.length > 0 ? [warn('MIG113', { files: some(world) })] : []),
    ...(keys.length > 0 ? [warn('MIG114', { files: some(keys) })] : []),
  ];
}

function ofPhp({ app, framework, root }: Judged, { host }: Read): Remark[] {
  if (app.php === undefined) return [];
  const { version, unused } = app.php;
  const ended = endedOn('PHP', version, host.now);
  const bound = upperBound(root.functions);
  const isBuilt = (versions.php as readonly string[]).includes(version);
  return [
    ...(ended === undefined ? [] : [warn('MIG120', { product: `PHP ${version}`, date: ended })]),
    ...(bound === undefined ? [] : [info('MIG121', { ...bound })]),
    ...(framework.phpConstraint === undefined
      ? []
      : [info('MIG122', { constraint: framework.phpConstraint })]),
    ...(isBuilt ? [] : [warn('MIG123', { version, image: `php:${version}-apache` })]),
    ...(framework.name === 'php' ? [info('MIG124')] : []),
    ...(framework.name === 'static' ? [info('MIG125')] : []),
    ...(unused.length > 0 ? [info('MIG126', { extensions: unused.join(', ') })] : []),
  ];
}

function ofDatabase({ app, secrets }: Judged, read: Read): Remark[] {
  const [use, ...others] = app.databases;
  if (use === undefined) {
    return ['php', 'static'].includes(app.framework) ? [] : [warn('MIG143')];
  }
  const isHere = /^(localhost|127\.|::1)/.test(use.host) || use.host === read.host.name;
  const facts = app.database;
  return [
    ...(secrets.has('DB_PASSWORD') ? [] : [warn('MIG130', { user: use.user, name: use.name })]),
    ...(others.length > 0 ? otherDatabases(use.name, others) : []),
    ...(isHere ? [] : [warn('MIG132', { host: use.host, name: use.name })]),
    ...(use.version === undefined ? [warn('MIG144', { name: use.name })] : []),
    ...(facts === undefined && isHere ? [warn('MIG133', { name: use.name })] : []),
    ...(facts === undefined ? [] : ofFacts(app, facts, read)),
  ];
}

function otherDatabases(name: string, others: FoundApp['databases']): Remark[] {
  const names = others.filter((other) => other.name !== name).map((other) => other.name);
  const accounts = others.filter((other) => other.name === name).map((other) => other.user);
  return [
    ...(names.length > 0 ? [warn('MIG131', { names: some(names) })] : []),
    ...(accounts.length > 0 ? [info('MIG141', { accounts: some(accounts) })] : []),
  ];
}

const productOf = { mariadb: 'MariaDB', mysql: 'MySQL', postgres: 'PostgreSQL', unknown: '' };

function ofFacts(
  app: FoundApp,
  facts: NonNullable<FoundApp['database']>,
  { databases, host }: Read,
): Remark[] {
  const engine = app.databases[0]?.engine ?? 'unknown';
  const server = databases.find((one) => one.engine === engine);
  const product = productOf[engine];
  const ended = endedOn(product, facts.version, host.now);
  const tables = Object.entries(facts.engines).filter(([name]) =>
    /^(MyISAM|Aria|MEMORY)$/i.test(name),
  );
  const absent = facts.definers.filter((one) => !server?.accounts.includes(one));
  const present = facts.definers.filter((one) => server?.accounts.includes(one));
  const mode = server?.variables.sql_mode;
  const isLoose = mode !== undefined && !/STRICT_/.test(mode);
  const charsets = Object.keys(facts.charsets);
  return [
    ...(ended ? [warn('MIG120', { product: `${product} ${facts.version}`, date: ended })] : []),
    ...recipeRemark(engine, facts.version),
    ...(engine === 'mysql' ? [block('MIG134', { version: facts.version })] : []),
    ...(tables.length > 0
      ? [info('MIG135', { tables: tables.map(([name, count]) => `${count} ${name}`).join(', ') })]
      : []),
    ...(absent.length > 0 ? [warn('MIG136', { definers: some(absent) })] : []),
    ...(present.length > 0 ? [info('MIG137', { definers: some(present) })] : []),
    ...(isLoose ? [info('MIG138', { mode: mode || "''" })] : []),
    ...(charsets.length > 1 ? [info('MIG139', { charsets: charsets.join(', ') })] : []),
    ...(facts.events.length > 0 ? [info('MIG140', { events: some(facts.events) })] : []),
  ];
}

function recipeRemark(engine: DatabaseUse['engine'], version: string): Remark[] {
  if (engine !== 'mariadb' && engine !== 'postgres') return [];
  const chosen = recipeFor(engine, version);
  const args = { product: productOf[engine], version, chosen: chosen.version };
  return chosen.isSame ? [] : [warn('MIG142', args)];
}

function ofPlace({ app, framework, root }: Judged, { host }: Read): Remark[] {
  const out = root.links
    .filter(([from, to]) => isBelow(from, app.path) && to.startsWith('/') && !isBelow(to, app.path))
    .map(([from, to]) => `${from.slice(app.path.length + 1)} → ${to}`);
  const fixed = framework.baseUrls.filter((url) => url !== '');
  const shared = app.at === '/' || app.domains.length > 0;
  const { path, docroot } = app.alias ?? app;
  const isPlain = [path, docroot].every((one) => absoluteFault(one) === undefined);
  const local = app.jobs.filter(({ run }) => /https?:\/\/(localhost|127\.0\.0\.1)\b/.test(run));
  const named = app.jobs.filter(({ command }) => command !== undefined);
  const scripts = app.jobs.filter((job) => isScript(job.in));
  const unplanned = app.jobs.filter(({ schedule }) => schedule === undefined);
  return [
    ...(fixed.length > 0 ? [info('MIG150', { urls: some(fixed) })] : []),
    ...(out.length > 0 ? [warn('MIG151', { links: some(out) })] : []),
    ...(shared ? [] : [warn('MIG152', { at: app.at, host: host.name })]),
    ...(root.oddNames > 0 ? [info('MIG153', { count: root.oddNames })] : []),
    ...(isPlain ? [] : [block('MIG154', { path: some([path]) })]),
    ...(app.alias === undefined ? [] : [info('MIG167', { link: path, path: app.path })]),
    ...local.map(({ run }) => warn('MIG166', { run: some([run]) })),
    ...named.map(({ run, keys = [] }) =>
      warn('MIG168', { run: some([run]), keys: keys.join(', ') }),
    ),
    ...app.jobs.filter(isClosedJob).map(({ run }) => warn('MIG169', { run: some([run]) })),
    ...scripts.map(({ in: script }) => warn('MIG170', { script: some([script]) })),
    ...sharedScripts(app.jobs).map((args) => warn('MIG218', args)),
    ...unplanned.map(({ run, at }) => warn('MIG155', { at: at ?? '', run: some([run]) })),
    ...app.jobs.filter(isDump).map(({ run }) => info('MIG159', { run: some([run]) })),
    ...(app.mail.includes('mail()')
      ? [warn('MIG156', { relay: host.relay ?? host.mail[0] ?? 'none' })]
      : []),
    ...(app.reaches.length > 0 ? [info('MIG157', { hosts: some(app.reaches, 6) })] : []),
    ...(root.unread.length > 0 ? [warn('MIG158', { paths: some(root.unread) })] : []),
  ];
}

/** What is worth saying of the host and its certificates. */
export function hostRemarks({ host, certificates, processes, sites }: Read): Remark[] {
  const [, product = '', version = ''] =
    /^(Debian GNU\/Linux|Ubuntu) ([\d.]+)/.exec(host.system) ?? [];
  const ended = endedOn(product, version, host.now);
  const unresolved = sites.filter((site) => site.unresolved.length > 0);
  return [
    ...(ended === undefined
      ? []
      : [warn('MIG120', { product: `${product} ${version}`, date: ended })]),
    ...certificates
      .filter(({ days }) => days < 30)
      .map(({ names, days }) =>
        warn(days < 0 ? 'MIG161' : 'MIG160', { names: some(names), days: Math.abs(days) }),
      ),
    ...unresolved.map(({ file, unresolved: names }) =>
      warn('MIG162', { file, names: some(names) }),
    ),
    ...(host.webServers.length === 0 ? [warn('MIG163')] : []),
    ...processes.map(({ program, folder }) =>
      program === 'java' ? warn('MIG164', { folder }) : warn('MIG165', { folder }),
    ),
  ];
}
