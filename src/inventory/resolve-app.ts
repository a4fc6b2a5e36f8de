import { normaliseDomain } from './domain.js';
import type { AppDraft } from './draft.js';
import { engineNameOf } from './engine-names.js';
import type { App, CronJob, Database, Health, Server, Site, Size } from './model.js';
import { normaliseInside } from './paths.js';
import { bytesOf } from './resolve.js';
import { resolveAppBackup } from './resolve-backup.js';
import { resolveLegacy } from './resolve-legacy.js';
import { resolveRuntime } from './resolve-runtime.js';
import type { AppInput, SiteInput } from './schema.js';
import { argvOf } from './shell-words.js';
import { parseDuration } from './units.js';

interface Context {
  input: SiteInput;
  site: Site;
  servers: Server[];
}

type SizeInput = NonNullable<AppInput['size']>;

const MiB = 2 ** 20;
const GiB = 2 ** 30;
const appSize: Size = { cpu: 0.5, memory: 512 * MiB, disk: 5 * GiB };
const staticSize: Size = { cpu: 0.25, memory: 128 * MiB, disk: GiB };
const databaseSize: Size = { cpu: 0.5, memory: 512 * MiB, disk: 5 * GiB };

export function resolveApp({ opd = '', name, data }: AppDraft, context: Context): App {
  const input = data as AppInput;
  const engineName = engineNameOf(opd, name);
  const builtIn = 'static' in input.runtime ? staticSize : appSize;
  const size = resolveSize(context.input.defaults?.size ?? {}, builtIn);
  return {
    id: `${opd}/${name}`,
    opd,
    name,
    engineName,
    title: input.title ?? name,
    ...(input.function === undefined ? {} : { function: input.function }),
    kind: input.kind ?? 'local',
    server: serverOf(input, context),
    domains: domainsOf(input.domains ?? [`${name}.${context.site.domain}`]),
    runtime: resolveRuntime(input.runtime),
    ...(input.source === undefined ? {} : { source: normaliseInside(input.source) }),
    ...(input.database === undefined
      ? {}
      : { database: resolveDatabase(input.database, engineName) }),
    storage: input.storage ?? {},
    env: Object.fromEntries(Object.entries(input.env ?? {}).map(([k, v]) => [k, String(v)])),
    secrets: input.secrets ?? [],
    cron: (input.cron ?? []).map(resolveJob),
    ...(input.release === undefined ? {} : { release: input.release }),
    health: resolveHealth(input.health ?? {}),
    size: resolveSize(input.size ?? {}, size),
    replicas: input.replicas ?? 1,
    ...(input.maintenance ? { maintenance: resolveMaintenance(input.maintenance) } : {}),
    ...(input.spbe === undefined ? {} : { spbe: input.spbe }),
    ...(input.legacy === undefined ? {} : { legacy: resolveLegacy(input.legacy) }),
    ...resolveAppBackup(input, context.site.backup),
  };
}

/** Read by citizens, so in their language whatever the operator's is. */
const defaultMessage = 'Layanan sedang dalam pemeliharaan. Silakan kembali beberapa saat lagi.';

function resolveMaintenance(input: true | { message: string }): { message: string } {
  return input === true ? { message: defaultMessage } : input;
}

function serverOf(input: AppInput, { input: site, servers }: Context): string {
  return input.server ?? site.defaults?.server ?? servers[0]?.name ?? '';
}

function domainsOf(domains: string[]): string[] {
  return domains.map((domain) => normaliseDomain(domain) ?? domain);
}

function resolveSize(input: SizeInput, otherwise: Size): Size {
  return {
    cpu: input.cpu ?? otherwise.cpu,
    memory: bytesOf(input.memory, otherwise.memory),
    disk: bytesOf(input.disk, otherwise.disk),
  };
}

function resolveDatabase(input: NonNullable<AppInput['database']>, engineName: string): Database {
  const name = input.name ?? engineName.replaceAll('-', '_');
  return {
    ...('mariadb' in input
      ? { kind: 'mariadb', version: input.mariadb }
      : { kind: 'postgres', version: input.postgres }),
    name,
    user: input.user ?? name,
    size: resolveSize(input.size ?? {}, databaseSize),
  };
}

function resolveJob(
  { name, at, run }: NonNullable<AppInput['cron']>[number],
  index: number,
): CronJob {
  return { name: name ?? `job-${index + 1}`, at: at.trim().split(/\s+/).join(' '), run };
}

function resolveHealth(input: NonNullable<AppInput['health']>): Health {
  return {
    ...(input.path === undefined ? {} : { path: input.path }),
    expect: input.expect ?? 200,
    ...(input.command === undefined ? {} : { command: argvOf(input.command) }),
    interval: secondsOf(input.interval, 5),
    timeout: secondsOf(input.timeout, 5),
    grace: secondsOf(input.grace, 60),
    retries: input.retries ?? 3,
  };
}

function secondsOf(text: string | undefined, otherwise: number): number {
  return (text === undefined ? undefined : parseDuration(text)) ?? otherwise;
}
