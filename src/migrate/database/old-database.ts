/** The database of the old host, asked and dumped over ssh; no file and no password is left there. */
import { Fault } from '../../fault.js';
import type { Running } from '../../server/program.js';
import type { MovedDatabase, OldAccess } from '../mover/model.js';
import type { OldHost, Shell } from '../mover/old-host.js';

/** Where programs of a database run on the old host. */
export interface OldDatabase {
  shell: Shell;
  kind: MovedDatabase['kind'];
  name: string;
  access: OldAccess;
}

/**
 * Runs the first of two names that is there, as MariaDB renamed its tools. An account's password
 * goes by the environment, and root's own option file, which would win over it, is not read.
 */
const mariadbScript = `
if [ -n "$secret" ]; then export MYSQL_PWD="$secret" HOME=/nonexistent; fi
unset secret
program=$(command -v "$1" || command -v "$2") || { echo "no $1 and no $2 here" >&2; exit 127; }
shift 2
exec "$program" "$@"`;

/** As the server's administrator when there is no password; he may not see root's folder. */
const postgresScript = `
if [ -n "$secret" ]; then export PGPASSWORD="$secret"; else set -- runuser -u postgres -- "$@"; fi
unset secret
cd /
exec "$@"`;

type Program = 'client' | 'dump' | 'roles';

const programs: Record<MovedDatabase['kind'], Record<Program, string[]>> = {
  mariadb: {
    client: ['mariadb', 'mysql'],
    dump: ['mariadb-dump', 'mysqldump'],
    roles: ['false', 'false'],
  },
  postgres: { client: ['psql'], dump: ['pg_dump'], roles: ['pg_dumpall'] },
};

function loginOf({ kind, access }: OldDatabase): string[] {
  if (access.via === 'root') return kind === 'mariadb' ? ['--user=root'] : [];
  const { user, port } = access;
  // What "localhost" means to the clients: the socket, where PostgreSQL believes the system only.
  const host = access.host ?? (kind === 'mariadb' ? 'localhost' : '127.0.0.1');
  return [
    kind === 'mariadb' ? `--user=${user}` : `--username=${user}`,
    `--host=${host === 'localhost' && kind === 'postgres' ? '127.0.0.1' : host}`,
    ...(port === undefined ? [] : [`--port=${port}`]),
  ];
}

const secretOf = ({ access }: OldDatabase): string =>
  access.via === 'account' ? access.password : '';

/** What runs on the old host: script, then program and arguments. */
function wordsOf(database: OldDatabase, program: Program, args: readonly string[]): string[] {
  return [...programs[database.kind][program], ...loginOf(database), ...args];
}

const scriptOf = ({ kind }: OldDatabase): string =>
  kind === 'mariadb' ? mariadbScript : postgresScript;

/** Arguments of the clients that print plain rows and end at the first error. */
const plainRows = {
  mariadb: ['--batch', '--skip-column-names', '--raw', '--default-character-set=utf8mb4'],
  postgres: ['-X', '-At', '--quiet', '--set=ON_ERROR_STOP=1'],
};

/**
 * Runs SQL on the old host.
 * @param within false: in no database, or in the administrator's
 * @throws Fault MIG075 when it refuses
 */
export async function askOld(database: OldDatabase, sql: string, within = false): Promise<string> {
  const { kind, name, access } = database;
  const into = kind === 'mariadb' ? [name] : [`--dbname=${name}`];
  const elsewhere = kind === 'mariadb' ? [] : ['--dbname=postgres'];
  const args = [...plainRows[kind], ...(within || access.via !== 'root' ? into : elsewhere)];
  return runOld(database, 'client', args, sql);
}

/** Runs a tool of the database to its end. @throws Fault MIG075 */
export async function runOld(
  database: OldDatabase,
  program: Program,
  args: readonly string[],
  stdin = '',
): Promise<string> {
  const { shell, access } = database;
  const script = `IFS= read -r secret || exit 1${scriptOf(database)}`;
  const words = wordsOf(database, program, args);
  const { code, stdout, stderr } = await shell.exec(['sh', '-c', script, 'sh', ...words], {
    stdin: `${secretOf(database)}\n${stdin}`,
    sudo: access.via === 'root',
    timeout: 0,
  });
  if (code === 0) return stdout;
  throw refusal(database, stderr, code);
}

/** Starts a dump, which is read as it comes and ends when nobody reads it any more. */
export function streamOld(
  database: OldDatabase & { shell: OldHost },
  args: readonly string[],
): Running {
  return database.shell.stream(scriptOf(database), wordsOf(database, 'dump', args), {
    secret: secretOf(database),
    sudo: database.access.via === 'root',
  });
}

export function refusal(
  { shell, name }: Pick<OldDatabase, 'shell' | 'name'>,
  messages: string,
  code: number | null,
): Fault {
  const lines = messages.split('\n').filter((line) => line.trim() !== '');
  const reason = (lines.at(-1) ?? `exit status ${code}`).slice(0, 300);
  return new Fault(
    'MIG075',
    { address: shell.server, name, reason },
    { logTail: lines.slice(-20) },
  );
}
