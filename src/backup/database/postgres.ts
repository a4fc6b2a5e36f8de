import { askInside } from './container.js';
import { afterData, type DumpPlan, type RunningDatabase } from './model.js';

/**
 * Says how to dump a PostgreSQL database. pg_dump sees one snapshot and locks no writer.
 * Uncompressed, because restic compresses, and deduplicates only what is not.
 *
 * @throws Fault BAK033
 */
export async function planPostgresDump(database: RunningDatabase): Promise<DumpPlan> {
  const { container, name } = database;
  const [version, tool, roles] = await Promise.all([
    askInside(container, ['psql', '-X', '-At', '-d', name, '-c', 'SHOW server_version']),
    askInside(container, ['pg_dump', '--version']),
    askInside(container, ['pg_dumpall', '--roles-only']),
  ]);
  return {
    argv: ['pg_dump', '--format=custom', '--compress=0', `--dbname=${name}`],
    locking: 'transaction',
    // Every object is an entry of the archive, which pg_dump cannot be told to leave out by kind.
    holds: {},
    broken: [],
    version: version.trim(),
    tool: /\) (\S+)/.exec(tool)?.[1] ?? '',
    accounts: [...roleStatements(roles, database.user), afterData, ''].join('\n'),
  };
}

/**
 * Statements of `pg_dumpall --roles-only` that can be repeated: a role that is there stays,
 * the administrator is not touched, and the app's password is left to its secret.
 */
export function roleStatements(dump: string, appUser: string): string[] {
  const own = new Set(
    ['postgres', appUser].flatMap((name) => [name, `"${name.replaceAll('"', '""')}"`]),
  );
  const role = /^(CREATE|ALTER) ROLE ("(?:[^"]|"")*"|\S+?)(;| .*)$/;
  return dump.split('\n').flatMap((line) => {
    if (line.startsWith('GRANT ')) return [line];
    const [, verb, name = '', rest = ''] = role.exec(line) ?? [];
    if (verb === undefined || name === 'postgres') return [];
    if (verb === 'ALTER') {
      return [own.has(name) ? line.replace(/ PASSWORD '(?:[^']|'')*'/, '') : line];
    }
    const made = `CREATE ROLE ${name}${rest}`;
    return [`DO $induk$ BEGIN ${made} EXCEPTION WHEN duplicate_object THEN NULL; END $induk$;`];
  });
}

export const postgresClient = (name: string): string[] => [
  ...['psql', '-X', '--quiet', '--set=ON_ERROR_STOP=1', '-d', name],
];

/** Loads an archive whole or not at all. */
export const postgresLoad = (name: string): string[] => [
  ...['pg_restore', '--single-transaction', '--exit-on-error', `--dbname=${name}`],
];
