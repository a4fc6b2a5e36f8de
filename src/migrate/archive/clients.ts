/**
 * Programs in a database's container that read somebody else's dump. They run as nobody, so that
 * even what they could be talked into is done by nobody: the accounts that a database trusts by the
 * name of their process are others.
 */
import { spawn } from 'node:child_process';
import { pipeline } from 'node:stream/promises';
import type { RunningDatabase } from '../../backup/database/model.js';
import { Fault } from '../../fault.js';
import { endOf } from '../../server/program.js';

/** As the app, by its password, which is in no argument; as nobody, to whom no door is open. */
const asApp = (container: string, script: string, args: readonly string[]): string[] => [
  ...['exec', '-i', '-u', '65534:65534', '-e', 'HOME=/nonexistent', container],
  ...['sh', '-c', `password=$(cat /run/secrets/DB_PASSWORD) || exit 1\n${script}`, 'sh', ...args],
];

/** Reads no settings, runs no program, reads no file, sends none: statements, and nothing else. */
const mariadbScript = `
sandbox=
if mariadb --no-defaults --help 2>/dev/null | grep -q -- '--sandbox'; then sandbox=--sandbox; fi
MYSQL_PWD=$password exec mariadb --no-defaults --socket=/run/mysqld/mysqld.sock --user="$1" \\
  --default-character-set=utf8mb4 --batch --comments --binary-mode --skip-reconnect --local-infile=0 $sandbox \\
  --max-allowed-packet=1G "$2"`;

/** All or nothing; where psql can lock its own commands, before the first byte of the dump. */
const psqlScript = `
export PGPASSWORD=$password
key=$(od -An -N16 -tx1 /dev/urandom | tr -d ' \\n')
lock=
if printf '\\\\restrict a\\n\\\\unrestrict a\\n' | psql -X -h /run/postgresql -U "$1" -d "$2" -q \\
  -v ON_ERROR_STOP=1 >/dev/null 2>&1; then lock=yes; fi
{ [ -z "$lock" ] || printf '\\\\restrict %s\\n' "$key"; cat; } |
  psql -X -h /run/postgresql -U "$1" -d "$2" --quiet --single-transaction \\
    --set=ON_ERROR_STOP=1 --output=/dev/null --file=-`;

/** Words of the docker client for the program that reads a dump in a database's container. */
export function loadClient({ container, kind, name, user }: RunningDatabase): string[] {
  return asApp(container, kind === 'mariadb' ? mariadbScript : psqlScript, [user, name]);
}

/**
 * What a dump in PostgreSQL's own format says as text, which is then judged as any other is. The
 * program that reads it is told no database.
 * @throws Fault MIG301 when it does not come to its end
 */
export async function* asText(
  { container }: RunningDatabase,
  content: AsyncIterable<Buffer>,
  file: string,
): AsyncGenerator<Buffer> {
  const argv = ['exec', '-i', '-u', '65534:65534', container];
  const words = ['pg_restore', '--file=-', '--no-owner', '--no-privileges', '--no-security-labels'];
  const program = spawn('docker', [...argv, ...words], { stdio: ['pipe', 'pipe', 'pipe'] });
  const ended = endOf(program);
  let broken: unknown;
  const feeding = pipeline(content, program.stdin).catch((error: NodeJS.ErrnoException) => {
    // One that ended early says why itself.
    if (error.code !== 'EPIPE' && error.code !== 'ERR_STREAM_PREMATURE_CLOSE') broken = error;
  });
  try {
    for await (const chunk of program.stdout as AsyncIterable<Buffer>) yield chunk;
    await feeding;
    const { code, messages } = await ended;
    if (broken !== undefined) throw broken;
    if (code === 0) return;
    const reason = messages.trim().split('\n').at(-1) ?? `exit status ${code}`;
    throw new Fault('MIG301', { file, reason: reason.slice(0, 300) });
  } finally {
    program.kill();
  }
}
