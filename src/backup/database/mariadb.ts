import { askInside } from './container.js';
import { mariadbAccounts } from './mariadb-accounts.js';
import type { DumpPlan, RunningDatabase } from './model.js';

const socket = '--socket=/run/mysqld/mysqld.sock';
const charset = '--default-character-set=utf8mb4';

/** The client, which stops at the first error, as the server's administrator. */
export const mariadbClient = [
  'mariadb',
  socket,
  charset,
  '--batch',
  '--skip-column-names',
  '--raw',
];

/** Engines whose tables a transaction keeps still. */
const transactional = new Set(['InnoDB']);

/**
 * Everything a database is made of, sorted by key, each row in a statement of its own. Where a
 * statement with many rows ends depends on all rows before it, so that one longer row would move
 * every border after it and restic would store all of that again: 96 MB instead of 2.4 when 1 %
 * of a table of 139 MB changed. `mergeInserts` makes statements with many rows when it is loaded.
 */
export const fidelity = [
  ...['--routines', '--events', '--triggers', '--hex-blob', '--tz-utc', charset],
  ...['--skip-extended-insert', '--order-by-primary', '--skip-dump-date', '--no-autocommit'],
  ...['--quick', '--max-statement-time=0', '--max-allowed-packet=1G'],
];

export function mariadbQuery(container: string, sql: string): Promise<string> {
  return askInside(container, mariadbClient, sql);
}

/** Looks at a database's tables and says how to dump it. @throws Fault BAK033 */
export async function planMariadbDump(database: RunningDatabase): Promise<DumpPlan> {
  const { container, name } = database;
  const [facts, tool, accounts] = await Promise.all([
    mariadbQuery(container, factsSql(name)),
    askInside(container, ['mariadb-dump', '--version']),
    mariadbAccounts(database),
  ]);
  const { options, isLogged, ...told } = dumpOptions(facts, name);
  return {
    ...told,
    argv: ['mariadb-dump', socket, ...fidelity, ...options, name],
    tool: /Distrib ([^\s,]+)|from ([^\s,]+)|Ver (\S+)/.exec(tool)?.slice(1).find(Boolean) ?? '',
    accounts,
    ...(isLogged ? { stream: await mariadbStream(container) } : {}),
  };
}

/**
 * What a dump of a database needs besides `fidelity`.
 * @param facts what the server answers to `factsSql`
 */
export function dumpOptions(
  facts: string,
  name: string,
): Pick<DumpPlan, 'broken' | 'holds' | 'locking' | 'version'> & {
  options: string[];
  isLogged: boolean;
} {
  const rows = facts.split('\n').map((line) => line.split('\t'));
  const values = (kind: string) => rows.filter(([first]) => first === kind).map((row) => row[1]);
  const still = values('engine').every((engine) => transactional.has(engine as string));
  const isLogged = values('log').includes('1');
  const history = values('type').includes('SYSTEM VERSIONED') ? ['--dump-history'] : [];
  const broken = values('broken').map((hex) => Buffer.from(hex ?? '', 'hex').toString('utf8'));
  const holds = rows
    .filter(([first]) => first === 'holds')
    .map(([, kind = '', count]) => [kind.toLowerCase(), Number(count)] as const);
  return {
    holds: Object.fromEntries(holds),
    broken,
    isLogged,
    options: [
      ...history,
      ...(isLogged ? ['--master-data=2'] : []),
      ...broken.map((view) => `--ignore-table=${name}.${view}`),
      still ? '--single-transaction' : '--lock-tables',
    ],
    locking: still ? 'transaction' : 'tables',
    version: values('version')[0] ?? '',
  };
}

/** Of the recipe's own log of changes; a server may keep another one, for replicas. */
const logFolder = '/var/lib/mysql/log';

/** Name of the server's log; the recipe gave it one when the volume was made. */
async function mariadbStream(container: string): Promise<string> {
  return (await askInside(container, ['cat', `${logFolder}/id`])).trim();
}

/** Only a query that asks for rows makes the server open views and see which are broken. */
export function factsSql(name: string): string {
  const schema = textOf(name);
  const tables = `FROM information_schema.tables WHERE table_schema = ${schema}`;
  return `SELECT 'version', VERSION();
    SELECT 'log', @@log_bin_basename LIKE '${logFolder}/%';
    SELECT DISTINCT 'engine', engine ${tables} AND engine IS NOT NULL;
    SELECT DISTINCT 'type', table_type ${tables};
    SELECT 'holds', routine_type, COUNT(*) FROM information_schema.routines
      WHERE routine_schema = ${schema} GROUP BY routine_type;
    SELECT 'holds', 'trigger', COUNT(*) FROM information_schema.triggers
      WHERE trigger_schema = ${schema};
    SELECT 'holds', 'event', COUNT(*) FROM information_schema.events
      WHERE event_schema = ${schema};
    SELECT 'broken', HEX(table_name), table_rows ${tables}
      AND table_type = 'VIEW' AND table_comment <> 'VIEW';`;
}

/** A text as SQL, whatever the server's mode says of backslashes. */
export function textOf(value: string): string {
  return `CONVERT(X'${Buffer.from(value, 'utf8').toString('hex')}' USING utf8mb4)`;
}

/** Loads a dump, comments in routines included; the client ends at the first error. */
export const mariadbLoad = (name: string): string[] => [
  ...['mariadb', socket, charset, '--batch', '--comments', '--max-allowed-packet=1G'],
  ...['--binary-mode', name],
];
