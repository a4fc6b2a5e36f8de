/** What an app's databases are, by its own configuration and by the servers that run there. */
import type { Secret } from '../../secrets/secret.js';
import type { AppPlace } from './app-folders.js';
import type { Read } from './found.js';
import type { DatabaseUse, FoundApp } from './model.js';
import { keyFrom } from './names.js';

/** The databases an app says it uses, without their passwords, which come apart by their names. */
export function databasesOf(
  { databases: found, secrets: others }: AppPlace['framework'],
  read: Read,
): { secrets: Map<string, Secret>; databases: DatabaseUse[] } {
  const secrets = new Map<string, Secret>();
  const databases = found.map(({ password, ...database }, index) => {
    const isUsual = database.port === 3306 || database.port === 5432;
    if (isUsual) delete database.port;
    const key = index === 0 ? 'DB_PASSWORD' : keyFrom('DB_PASSWORD', database.user);
    if (password !== undefined && isText(password) && !secrets.has(key)) secrets.set(key, password);
    const engine = engineOf(database, read);
    const version = versionOf(engine, database, read);
    return { ...database, engine, ...(version === undefined ? {} : { version }) };
  });
  for (const [key, secret] of others) {
    if (isText(secret) && !secrets.has(key)) secrets.set(key, secret);
  }
  return { secrets, databases };
}

/** U+FFFD is what is left of bytes that were no UTF-8: such a value would be a wrong one. */
const isText = (secret: Secret) => !/[\0\uFFFD]/.test(secret.reveal());

/** MySQL and MariaDB look the same from an app: the server there tells. */
function engineOf(use: DatabaseUse, { databases, installed }: Read): DatabaseUse['engine'] {
  if (use.engine === 'postgres') return use.engine;
  const server = databases.find((one) => one.databases.some(({ name }) => name === use.name));
  const other = [...databases, ...installed].find(({ engine }) => engine !== 'postgres');
  return server?.engine ?? other?.engine ?? use.engine;
}

function versionOf(
  engine: DatabaseUse['engine'],
  use: DatabaseUse,
  { databases, installed }: Read,
): string | undefined {
  if (!isLocal(use.host)) return undefined;
  const found = [...databases, ...installed].find((one) => one.engine === engine);
  return found?.version;
}

const isLocal = (host: string) => /^(localhost$|127\.|::1$|$)/.test(host);

export function databaseFacts(
  use: DatabaseUse | undefined,
  { databases }: Read,
): FoundApp['database'] {
  if (use === undefined) return undefined;
  for (const server of databases) {
    const isKind = (server.engine === 'postgres') === (use.engine === 'postgres');
    const facts = server.databases.find(({ name }) => name === use.name);
    if (isKind && facts !== undefined) return { ...facts, version: server.version };
  }
  return undefined;
}
