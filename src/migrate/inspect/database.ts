/** Database servers of a host, from the tab-separated answers to the script's queries. */
import type { DatabaseFacts, DatabaseServer } from './model.js';

/** @returns undefined when the server did not answer */
export function mysqlServer(body: string): DatabaseServer | undefined {
  const rows = rowsOf(body);
  const version = rows.find(([kind]) => kind === 'version');
  if (version === undefined) return undefined;
  const [, text = '', comment = ''] = version;
  const databases = new Map<string, DatabaseFacts>();
  const of = (name: string) => databases.get(name);
  const server: DatabaseServer = {
    engine: /mariadb/i.test(`${text} ${comment}`) ? 'mariadb' : 'mysql',
    version: /[\d.]+/.exec(text)?.[0] ?? text,
    variables: {},
    databases: [],
    accounts: [],
    grants: [],
  };
  for (const [kind = '', one = '', two = '', three = '', four = '', five = ''] of rows) {
    if (kind === 'variable') server.variables[one] = two;
    else if (kind === 'schema') databases.set(one, { ...emptyDatabase(one), charset: two });
    else if (kind === 'tables') addTables(of(one), two, three, Number(four), Number(five));
    else if (kind === 'account') server.accounts.push(`${one}@${two}`);
    else if (kind === 'grant' && three !== 'USAGE') {
      server.grants.push({ account: one.replaceAll("'", ''), on: two, privileges: three });
    } else addObject(of(one), kind, two, three);
  }
  server.databases = [...databases.values()];
  return server;
}

function addTables(
  facts: DatabaseFacts | undefined,
  engine: string,
  collation: string,
  tables: number,
  bytes: number,
): void {
  if (facts === undefined) return;
  const charset = collation.replace(/_.*/, '');
  facts.tables += tables;
  facts.bytes += bytes;
  facts.engines[engine] = (facts.engines[engine] ?? 0) + tables;
  facts.charsets[charset] = (facts.charsets[charset] ?? 0) + tables;
}

const lists = {
  view: 'views',
  trigger: 'triggers',
  PROCEDURE: 'routines',
  FUNCTION: 'routines',
  event: 'events',
} as const;

function addObject(
  facts: DatabaseFacts | undefined,
  kind: string,
  name: string,
  definer: string,
): void {
  if (facts === undefined || !Object.hasOwn(lists, kind)) return;
  facts[lists[kind as keyof typeof lists]].push(name);
  if (definer !== '' && !facts.definers.includes(definer)) facts.definers.push(definer);
}

/** @returns undefined when the server did not answer */
export function postgresServer(body: string): DatabaseServer | undefined {
  const rows = rowsOf(body);
  const version = rows.find(([kind]) => kind === 'version')?.[1];
  if (version === undefined) return undefined;
  const databases = new Map<string, DatabaseFacts>();
  const accounts: string[] = [];
  const grants: DatabaseServer['grants'] = [];
  for (const [kind, name = '', two = '', three = '', four = '', five = '', six = ''] of rows) {
    const facts = databases.get(name);
    if (kind === 'account') {
      accounts.push(name);
      if (two === 't') grants.push({ account: name, on: '*', privileges: 'SUPERUSER' });
    } else if (kind === 'database') {
      databases.set(name, {
        ...emptyDatabase(name),
        owner: two,
        charset: three,
        bytes: Number(five),
      });
    } else if (kind === 'inside' && facts !== undefined) {
      facts.tables = Number(two);
      facts.engines = { postgres: Number(two) };
      facts.routines = counted(Number(three), 'function');
      facts.triggers = counted(Number(four), 'trigger');
      facts.views = counted(Number(five), 'view');
      facts.extensions = six === '' ? [] : six.split(',');
    }
  }
  return {
    engine: 'postgres',
    version: /[\d.]+/.exec(version)?.[0] ?? version,
    variables: {},
    databases: [...databases.values()],
    accounts,
    grants,
  };
}

/** PostgreSQL's objects were only counted. */
const counted = (count: number, word: string) =>
  Array.from({ length: Math.min(count, 500) }, (_, index) => `${word} ${index + 1}`);

function emptyDatabase(name: string): DatabaseFacts {
  return {
    name,
    bytes: 0,
    tables: 0,
    engines: {},
    charsets: {},
    charset: '',
    views: [],
    triggers: [],
    routines: [],
    events: [],
    definers: [],
  };
}

const rowsOf = (body: string) =>
  body
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => line.split('\t'));
