/** An app of an old host as an entry of the inventory. */
import type { AppInput } from '../../inventory/schema.js';
import { versions } from '../../inventory/versions.js';
import { draftJobs } from './draft-jobs.js';
import type { DatabaseUse, FoundApp, Host } from './model.js';
import { recipeFor } from './recipe-versions.js';

/** How the old host is reached, as `legacy:` says it. */
export interface Reached {
  address: string;
  port: number;
  user: string;
  key?: string;
  hostKey?: string;
}

const MiB = 2 ** 20;
const GiB = 2 ** 30;

/**
 * The entry: PHP of the same version, the app's whole folder on a volume at the path it always had,
 * a database of the same engine, name and account, its jobs and where it lives today. None of its
 * files has to be edited.
 * @param server where it is to run, when the inventory cannot tell
 */
export function draftApp(app: FoundApp, host: Host, reached: Reached, server?: string): AppInput {
  const database = databaseOf(app);
  const jobs = draftJobs(app);
  const secrets = secretsOf(app, database !== undefined);
  return {
    title: titleOf(app),
    ...(server === undefined ? {} : { server }),
    ...(app.domains.length === 0 ? {} : { domains: app.domains }),
    runtime: runtimeOf(app),
    ...(database === undefined ? {} : { database }),
    storage: { app: (app.alias ?? app).path, ...app.outside },
    ...(jobs.length === 0 ? {} : { cron: jobs }),
    ...(secrets.length === 0 ? {} : { secrets }),
    health: { path: healthPath(app) },
    size: sizeOf(app, host),
    legacy: legacyOf(app, reached),
  };
}

/** What its jobs find in their environment; its database's password is there by itself. */
function secretsOf({ jobs }: FoundApp, hasDatabase: boolean): string[] {
  const keys = jobs.flatMap((job) => (job.command === undefined ? [] : (job.keys ?? [])));
  return [...new Set(keys)].filter((key) => !(hasDatabase && key === 'DB_PASSWORD')).sort();
}

/** Whether an entry can be drafted at all. */
export const isDraftable = ({ remarks }: FoundApp): boolean =>
  !remarks.some(({ code }) => code === 'MIG154');

const titleOf = ({ name }: FoundApp) =>
  name
    .split('-')
    .map((word) => word.slice(0, 1).toUpperCase() + word.slice(1))
    .join(' ');

function runtimeOf({ php, alias, docroot: real }: FoundApp): AppInput['runtime'] {
  const docroot = alias?.docroot ?? real;
  const { version = '8.2', extensions = [], ini = {} } = php ?? {};
  const isBuilt = (versions.php as readonly string[]).includes(version);
  return {
    php: version,
    ...(isBuilt ? {} : { from: `php:${version}-apache` }),
    docroot,
    ...(extensions.length === 0 ? {} : { extensions }),
    ...(Object.keys(ini).length === 0 ? {} : { ini }),
  };
}

/** The version of Debian's release that has a PHP, when nothing tells the database's. */
const beside: Record<string, string> = { '7.4': '10.5', '8.2': '10.11', '8.4': '11.8' };

function databaseOf({ databases: [use], database: facts, php }: FoundApp): AppInput['database'] {
  if (use === undefined || use.name === '') return undefined;
  const kind = use.engine === 'postgres' ? 'postgres' : 'mariadb';
  // MySQL's numbers say nothing about MariaDB's: its newest recipe is the nearest in what it knows.
  const guess = kind === 'mariadb' ? beside[php?.version ?? ''] : undefined;
  const version = use.engine === 'mysql' ? '99' : (use.version ?? guess ?? '99');
  const chosen = recipeFor(kind, version).version;
  const bytes = facts?.bytes ?? 0;
  const rest = {
    name: use.name,
    ...(use.user === '' ? {} : { user: use.user }),
    size: { memory: '512MiB', disk: gibibytes(bytes * 3 + GiB) },
  };
  return kind === 'postgres' ? { postgres: chosen, ...rest } : { mariadb: chosen, ...rest };
}

/** The page asked for most that was answered with 200, the first page if it is one of them. */
function healthPath({ at, traffic }: FoundApp): string {
  const paths = traffic?.top.map(({ path }) => path).filter((path) => path.startsWith(at)) ?? [];
  const usable = paths.filter((path) => /^\/[!-~]*$/.test(path));
  return usable.length === 0 || usable.includes(at) ? at : (usable[0] as string);
}

/** Half as much again as its files take; memory by what the web server's processes hold there. */
function sizeOf(app: FoundApp, host: Host): AppInput['size'] {
  const web = host.programs.filter(({ name }) => /^(apache2|php-fpm|httpd)/.test(name));
  const held = web.reduce((sum, { memory }) => sum + memory, 0);
  const memory = Math.min(Math.max(512 * MiB, held), host.memory.total || 512 * MiB);
  return {
    memory: `${Math.ceil(memory / (256 * MiB)) * 256}MiB`,
    disk: gibibytes(app.bytes * 1.5 + GiB),
  };
}

const gibibytes = (bytes: number) => `${Math.ceil(bytes / GiB)}GiB`;

function legacyOf(app: FoundApp, reached: Reached): NonNullable<AppInput['legacy']> {
  const { port, ...rest } = reached;
  const [use] = app.databases;
  return {
    ...rest,
    ...(port === 22 ? {} : { port }),
    webServer: app.webServer,
    ...(app.domains.length === 0 ? {} : { domains: app.domains }),
    path: app.path,
    docroot: app.docroot,
    ...(app.accessLog === undefined ? {} : { accessLog: app.accessLog }),
    ...(use === undefined ? {} : { database: legacyDatabase(use) }),
    ...(app.jobs.length === 0
      ? {}
      : { cron: app.jobs.map(({ schedule, command, keys, sharedWith, ...job }) => job) }),
  };
}

function legacyDatabase(use: DatabaseUse) {
  const { version, engine, name, user, host, port } = use;
  return {
    engine: engine === 'unknown' ? ('mariadb' as const) : engine,
    ...(version === undefined ? {} : { version }),
    ...(name === '' ? {} : { name }),
    ...(user === '' ? {} : { user }),
    ...(host === '' ? {} : { host }),
    ...(port === undefined ? {} : { port }),
  };
}
