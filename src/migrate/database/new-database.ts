/** The new database: in its container beside the app, asked as its administrator. */
import { execFile } from 'node:child_process';
import { setTimeout } from 'node:timers/promises';
import { promisify } from 'node:util';
import { askInside } from '../../backup/database/container.js';
import { mariadbClient, mariadbQuery } from '../../backup/database/mariadb.js';
import type { RunningDatabase } from '../../backup/database/model.js';
import { postgresClient } from '../../backup/database/postgres.js';
import { withReady } from '../../backup/database/ready.js';
import { containerOf } from '../../backup/worker/engine.js';
import { withRoom } from '../../backup/worker/room.js';
import { Fault } from '../../fault.js';
import type { MovedDatabase } from '../mover/model.js';
import type { Following } from './following.js';

const run = promisify(execFile);

export async function newDatabase(moved: MovedDatabase): Promise<RunningDatabase> {
  const { kind, name, user, service } = moved;
  return { kind, name, user, container: await containerOf(service) };
}

/**
 * Does work that reads or writes all rows of the new database, which has all processors meanwhile:
 * nobody else uses it yet, and it is more than the app will ever ask of it in a day.
 */
export async function withNewDatabase<T>(
  { folder, moved }: Pick<Following, 'folder' | 'moved'>,
  work: () => Promise<T>,
): Promise<T> {
  return withRoom(folder, await containerOf(moved.service), work);
}

/** Runs SQL that no replica of this server ever sees. */
export function askAside(container: string, sql: string): Promise<string> {
  return mariadbQuery(container, aside(sql));
}

const aside = (sql: string): string => `SET SESSION sql_log_bin = 0;\n${sql}`;

/** A client of PostgreSQL that writes into a database that is closed for everybody else. */
export const writing = (argv: readonly string[]): string[] => [
  ...['env', 'PGOPTIONS=-c default_transaction_read_only=off'],
  ...argv,
];

const settingsFile = '/var/lib/mysql/moved.cnf';

/**
 * Has the server run with these settings from now on, at every start; starts it anew when they
 * are others than before.
 * @param text an option file; '' takes it away
 * @returns whether it was started anew
 * @throws Fault MIG077 when it does not come back
 */
export async function keepSettings(service: string, text: string): Promise<boolean> {
  const container = await containerOf(service);
  const write = `umask 077; cat > ${settingsFile}.new
    if cmp -s ${settingsFile}.new ${settingsFile}; then rm ${settingsFile}.new; exit 0; fi
    mv ${settingsFile}.new ${settingsFile}; echo changed`;
  const told = await askInside(container, ['sh', '-c', write], text);
  if (told.trim() !== 'changed') return false;
  await restartDatabase(service);
  return true;
}

/** Reads SQL of one line, then an option file. Told nothing, it does nothing. */
const settingsScript = `umask 077
IFS= read -r sql || exit 1
cat > ${settingsFile}.new && mv ${settingsFile}.new ${settingsFile} || exit 1
[ -z "$sql" ] || printf '%s\\n' "$sql" | mariadb --socket=/run/mysqld/mysqld.sock`;

const settingsWriter = ['sh', '-c', settingsScript];

/**
 * Changes what a running server does at its next start, without starting it anew, and then what it
 * does now.
 * @param sql seen by no replica of this server
 */
export async function writeSettings(container: string, text: string, sql = ''): Promise<void> {
  const line = sql === '' ? '' : aside(sql).replaceAll('\n', ' ');
  await askInside(container, settingsWriter, `${line}\n${text}`);
}

/**
 * Has clients of the new database ready for what a switch and a way back ask it while nobody can
 * write; does the work without them where none runs.
 */
export async function withClientsReady<T>(
  moved: MovedDatabase,
  work: () => Promise<T>,
): Promise<T> {
  const container = await containerOf(moved.service).catch(() => undefined);
  if (container === undefined) return work();
  const clients =
    moved.kind === 'mariadb'
      ? [...Array(3).fill(mariadbClient), ...Array(3).fill(settingsWriter)]
      : Array(3).fill(writing(postgresClient('postgres')));
  return withReady(container, clients, work);
}

/** Stops a database and waits for it to answer again; the Swarm starts its own. */
export async function restartDatabase(service: string): Promise<void> {
  const before = await containerOf(service);
  const format = '{{index .Config.Labels "com.docker.swarm.task.id"}}';
  const { stdout } = await run('docker', ['inspect', '--format', format, before]);
  await run('docker', ['stop', '--time', '60', before]);
  if (stdout.trim() === '') await run('docker', ['start', before]);
  await answers(service);
}

/** Waits until a database takes connections. @throws Fault MIG077 after two minutes */
export async function answers(service: string): Promise<void> {
  const deadline = Date.now() + 120_000;
  for (;;) {
    try {
      await askInside(await containerOf(service), ['induk-health']);
      return;
    } catch (error) {
      if (Date.now() > deadline) throw new Fault('MIG077', { service }, { cause: error });
    }
    await setTimeout(200);
  }
}
