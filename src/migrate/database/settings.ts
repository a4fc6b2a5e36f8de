/** Settings of the old server on which the app's behaviour depends, for the new one. Pure. */
import type { Pairing } from './pairing.js';

/** Variables of the server that an app can notice, and that can be set in an option file. */
const noticed = [
  'sql_mode',
  // Accounts of the old host may have names of machines; without it they would not be there.
  'skip_name_resolve',
  'character_set_server',
  'collation_server',
  'explicit_defaults_for_timestamp',
  'default_storage_engine',
  'ft_min_word_len',
  'innodb_ft_min_token_size',
  'innodb_strict_mode',
  'group_concat_max_len',
  'log_bin_trust_function_creators',
  'max_allowed_packet',
  'max_connections',
  'old_mode',
  'tx_isolation',
  'transaction_isolation',
  'wait_timeout',
] as const;

/** Asked of both servers: a line each, name and value. */
export const settingsSql = `SHOW GLOBAL VARIABLES WHERE variable_name IN (${noticed
  .map((name) => `'${name}'`)
  .join(', ')});
SELECT 'time_zone', TIME_FORMAT(TIMEDIFF(NOW(), UTC_TIMESTAMP()), '%H:%i');
SELECT 'event_scheduler', @@GLOBAL.event_scheduler;
SELECT 'version', VERSION();
SELECT 'server_id', @@GLOBAL.server_id;
SELECT 'domain', @@GLOBAL.gtid_domain_id;
SELECT 'log_bin', @@GLOBAL.log_bin;`;

export type Settings = Record<string, string>;

export function readSettings(text: string): Settings {
  const rows = text.split('\n').filter((line) => line !== '');
  return Object.fromEntries(rows.map((row) => row.split('\t') as [string, string]));
}

/** Names that option files have for variables that are called otherwise. */
const optionNames: Record<string, string> = {
  tx_isolation: 'transaction-isolation',
  transaction_isolation: 'transaction-isolation',
};

/** Numbers of which the greater one serves both. */
const atLeast = new Set(['max_allowed_packet', 'max_connections']);

/**
 * Settings to be kept, whether or not they differ: so they are the same when asked again of a
 * server that runs with them.
 * @returns name → value of an option file
 */
export function keptSettings(old: Settings, fresh: Settings): Settings {
  const kept: Settings = {};
  for (const name of noticed) {
    const [before, now] = [old[name], fresh[name]];
    if (before === undefined || now === undefined) continue;
    const value = atLeast.has(name) && Number(before) < Number(now) ? now : before;
    kept[optionNames[name] ?? name.replaceAll('_', '-')] = value;
  }
  return { ...kept, 'default-time-zone': zoneOf(old.time_zone ?? '00:00') };
}

/** `07:00` → `+07:00`. */
function zoneOf(offset: string): string {
  return offset.startsWith('-') ? offset : `+${offset}`;
}

/** Settings of a server that follows an old one and may be followed by it. */
export function replicaSettings(database: string, { number, replica }: Pairing): Settings {
  return {
    // Another number than the old one's, and a sequence of changes of its own.
    'server-id': `${number}`,
    'gtid-domain-id': `${number}`,
    'log-bin': 'induk-bin',
    // A log from which the database is brought to any second must hold what came from the old one.
    'log-slave-updates': '1',
    'binlog-format': 'ROW',
    'sync-binlog': '1',
    'expire-logs-days': '10',
    'relay-log': 'induk-relay',
    'relay-log-recovery': '1',
    'slave-net-timeout': '10',
    // An option file has its own use of backslashes, as SQL has.
    [`${replica}.replicate-wild-do-table`]: tablesOf(database).replaceAll('\\', '\\\\'),
    'slave-skip-errors': ofOthers.join(','),
  };
}

/**
 * Pattern of all tables of a database: what of another server it follows. Changes are chosen by what
 * they change. A filter by the database's name alone (`replicate-do-db`) goes by the one its session
 * was in, and leaves out a `TRUNCATE parkir.cache` of one that was in another or in none.
 * https://mariadb.com/docs/server/ha-and-performance/standard-replication/replication-filters
 */
export const tablesOf = (database: string): string =>
  `${database.replaceAll(/[\\_%]/g, (wild) => `\\${wild}`)}.%`;

/**
 * Routines and events are in no table, so those of the old server's other databases come along; here
 * they are of a database that is not known (1049), or an event that is not there (1539). No change of
 * a row ends so: it lacks a table (1146) or a routine (1305), of which see `lacksRoutine`.
 */
const ofOthers = [1049, 1539];

/** What is left when it follows nobody and nobody follows it any more. */
export function withoutReplica(settings: Settings): Settings {
  const pairing = { number: 0, replica: '', account: '', port: 0 };
  const own = Object.keys(replicaSettings('', pairing));
  const isOwn = (name: string): boolean => own.includes(name) || name.includes('.replicate-');
  return Object.fromEntries(Object.entries(settings).filter(([name]) => !isOwn(name)));
}

/** A server that is written to follows nobody, also when it is started anew. */
export const openSettings: Settings = { 'skip-slave-start': '1' };

/** Nobody but the server's administrator writes, and no event runs. */
export const closedSettings: Settings = { 'read-only': '1', 'event-scheduler': 'OFF' };

/** An option file; values hold no line break, as the server itself told them. */
export function optionFile(settings: Settings): string {
  const lines = Object.entries(settings).map(([name, value]) => `${name} = "${value}"`);
  return [
    '# What came with the data from the old host; kept by induk.',
    '[mariadbd]',
    ...lines,
    '',
  ].join('\n');
}
