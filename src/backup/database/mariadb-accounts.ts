import { mariadbQuery, textOf } from './mariadb.js';
import { afterData, type RunningDatabase } from './model.js';

/** Accounts that every server of ours has by itself. */
const own = `('root', 'mysql', 'mariadb.sys', 'induk_health', 'PUBLIC')`;

interface Account {
  name: string;
  isRole: boolean;
  defaultRole: string;
}

/**
 * SQL that makes a server's accounts and roles again, with their passwords' digests, and the
 * database's own character set. An account that is there already keeps its password: that is
 * the app's, which the server takes from its secret at every start.
 */
export async function mariadbAccounts({ container, name }: RunningDatabase): Promise<string> {
  const found = await mariadbQuery(
    container,
    `SELECT default_character_set_name, default_collation_name
      FROM information_schema.schemata WHERE schema_name = ${textOf(name)};
    SELECT HEX(User), HEX(Host), is_role, HEX(default_role) FROM mysql.user
      WHERE User NOT IN ${own} AND User <> '' ORDER BY is_role DESC, User, Host;`,
  );
  const [database = '', ...lines] = found.split('\n').filter((line) => line !== '');
  const [charset, collation] = database.split('\t');
  const accounts = lines.map(readAccount);
  const users = accounts.filter(({ isRole }) => !isRole);
  const statements = await statementsOf(container, accounts, users);
  return [
    `ALTER DATABASE ${quoted(name)} CHARACTER SET ${charset} COLLATE ${collation};`,
    ...accounts
      .filter(({ isRole }) => isRole)
      .map((role) => `CREATE ROLE IF NOT EXISTS ${role.name};`),
    ...statements
      .filter((line) => line.startsWith('CREATE USER '))
      .map((line) => `${line.replace('CREATE USER ', 'CREATE USER IF NOT EXISTS ')};`),
    afterData,
    ...grantsOf(statements, users),
    '',
  ].join('\n');
}

async function statementsOf(
  container: string,
  accounts: Account[],
  users: Account[],
): Promise<string[]> {
  if (accounts.length === 0) return [];
  const asked = [
    ...users.map((user) => `SHOW CREATE USER ${user.name};`),
    ...accounts.map((account) => `SHOW GRANTS FOR ${account.name};`),
  ];
  const told = await mariadbQuery(container, asked.join('\n'));
  return told.split('\n').filter((line) => line !== '');
}

function readAccount(line: string): Account {
  const [user = '', host = '', isRole = '', defaultRole = ''] = line.split('\t');
  const [userName, hostName, role] = [user, host, defaultRole].map((hex) =>
    Buffer.from(hex, 'hex').toString('utf8'),
  ) as [string, string, string];
  const name = isRole === 'Y' ? quoted(userName) : `${quoted(userName)}@${quoted(hostName)}`;
  return { name, isRole: isRole === 'Y', defaultRole: role === '' ? '' : quoted(role) };
}

function quoted(name: string): string {
  return `\`${name.replaceAll('`', '``')}\``;
}

/** How an account proves itself: said when it is made, and not again with its grants. */
const proof =
  / IDENTIFIED (?:BY PASSWORD '[^']*'|VIA \w+(?: USING '(?:[^'\\]|\\.|'')*')?(?: OR \w+(?: USING '(?:[^'\\]|\\.|'')*')?)*)/;

function grantsOf(statements: string[], users: Account[]): string[] {
  const grants = statements
    .filter((line) => line.startsWith('GRANT '))
    .map((line) => `${line.replace(proof, '')};`);
  // Not every version tells an account's default role among its grants.
  const roles = users
    .filter(({ defaultRole }) => defaultRole !== '')
    .map(({ name, defaultRole }) => `SET DEFAULT ROLE ${defaultRole} FOR ${name};`);
  return [...grants, ...roles];
}
