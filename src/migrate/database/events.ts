/** Events that came as changes: a replica lets none of them run, also when it is none any more. */
import { textOf } from '../../backup/database/mariadb.js';
import { accountName } from './definers.js';

const marker = '-- event';

/** Asks for the events of a database, on either side; `splitEvents` reads the answer. */
export const eventsSql = (database: string): string =>
  `SELECT '${marker}', HEX(event_name), HEX(CONVERT(definer USING utf8mb4)), status,
    character_set_client, collation_connection
    FROM information_schema.events WHERE event_schema = ${textOf(database)};`;

export interface FoundEvent {
  name: string;
  definer: string;
  status: string;
  /** Character set of its maker's client, and collation of the connection. */
  speaks: [client: string, collation: string];
}

/** @returns the events, and what else was answered */
export function splitEvents(answer: string): [FoundEvent[], rest: string] {
  const lines = answer.split('\n');
  const isEvent = (line: string): boolean => line.startsWith(`${marker}\t`);
  const plain = (hex = ''): string => Buffer.from(hex, 'hex').toString('utf8');
  const events = lines.filter(isEvent).map((line): FoundEvent => {
    const [, name, definer, status = '', client = '', collation = ''] = line.split('\t');
    return { name: plain(name), definer: plain(definer), status, speaks: [client, collation] };
  });
  return [events, lines.filter((line) => !isEvent(line)).join('\n')];
}

/** SQL that lets those of the new side run, or not, as they do on the old one. Pure. */
export function wakeSql(
  database: string,
  old: readonly FoundEvent[],
  fresh: readonly FoundEvent[],
): string {
  const wanted = new Map(old.map(({ name, status }) => [name, verbs.get(status)]));
  return fresh
    .filter(({ name, status }) => status === 'SLAVESIDE_DISABLED' && wanted.get(name) !== undefined)
    .map((event) => {
      const place = `${quoted(database)}.${quoted(event.name)}`;
      const verb = wanted.get(event.name);
      const told = `ALTER DEFINER = ${accountName(event.definer)} EVENT ${place} ${verb};\n`;
      return `${speaking(event, told)}${told}`;
    })
    .join('');
}

const quoted = (text: string): string => `\`${text.replaceAll('`', '``')}\``;

/**
 * ALTER EVENT gives an event the session's character set, which then reads its text, and the
 * database's collation of now. A name beyond ASCII could not be told in another set than this
 * client's: that event gets this client's.
 */
function speaking({ speaks: [client, collation] }: FoundEvent, told: string): string {
  const isPlain = /^[\x20-\x7e\n]*$/.test(told) && /^\w+$/.test(client) && /^\w+$/.test(collation);
  const [set, order] = isPlain ? [client, collation] : ['utf8mb4', 'utf8mb4_general_ci'];
  return `SET character_set_client = ${set}, collation_connection = ${order};\n`;
}

/** One that another server's replica was told of sleeps on both. */
const verbs = new Map([
  ['ENABLED', 'ENABLE'],
  ['DISABLED', 'DISABLE'],
]);
