/** Accounts as they were brought last, which the old server may have changed since. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { mariadbQuery, textOf } from '../../backup/database/mariadb.js';
import type { RunningDatabase } from '../../backup/database/model.js';
import { replaceFile } from '../../backup/worker/atomic.js';
import { Fault } from '../../fault.js';
import { choose, type MovedAccounts } from './accounts.js';
import { adoptDefiners } from './definers.js';
import type { Following } from './following.js';
import { accountsSql, type FoundAccount, readAccounts } from './found-accounts.js';
import { askAside, newDatabase } from './new-database.js';
import { askOld, oldDatabase } from './old-database.js';
import { remembered } from './remembered.js';

type Beside = Pick<Following, 'folder'>;

const fileOf = ({ folder }: Beside): string => join(folder, 'accounts.json');

/** @returns undefined before the first seed */
export async function broughtAccounts(beside: Beside): Promise<MovedAccounts | undefined> {
  const text = await readFile(fileOf(beside), 'utf8').catch(() => undefined);
  return text === undefined ? undefined : (JSON.parse(text) as MovedAccounts);
}

/** Has them in mind, once the new server has them. */
export async function keepAccounts(beside: Beside, accounts: MovedAccounts): Promise<void> {
  await remembered(beside.folder, first, async () => accounts.own);
  await replaceFile(fileOf(beside), JSON.stringify(accounts), 0o600);
}

/** Passwords of the app's account when it was brought first. */
const first = 'first-password';

/** SQL that takes away those that the old server has no more. */
export function withoutGone(known: MovedAccounts | undefined, { names }: MovedAccounts): string {
  const gone = (known?.names ?? []).filter((name) => !names.includes(name));
  const drop = (name: string): string => `DROP ${name.includes('`@`') ? 'USER' : 'ROLE'} IF EXISTS`;
  return gone.map((name) => `${drop(name)} ${name};\n`).join('');
}

/** Asks the new server for the digest of the password that the app's secret is; a line, or ''. */
export const ownDigestSql = (user: string): string =>
  `SELECT IFNULL((SELECT JSON_VALUE(priv, '$.authentication_string') FROM mysql.global_priv
    WHERE HEX(CONVERT(user USING utf8mb4)) = HEX(${textOf(user)}) AND host = 'localhost'), '');`;

export interface AccountsNow {
  /** What the old server has. */
  found: readonly FoundAccount[];
  /** Answer to `ownDigestSql`. */
  digest: string;
  /** The app is held: its accounts are locked. */
  held: boolean;
}

/**
 * Brings the accounts when they are others than those that were brought last.
 * @throws Fault MIG082 when the app's own has another password now, which its secret alone can change
 */
export async function followAccounts(
  { moved, folder, host, say }: Following,
  target: RunningDatabase,
  { found, digest, held }: AccountsNow,
): Promise<void> {
  const known = await broughtAccounts({ folder });
  if (known === undefined) return;
  const locked = held ? { locked: known.locked } : {};
  const now = choose(found, { database: moved.name, user: moved.user, ...locked });
  const before = await remembered(folder, first, async () => known.own);
  if (hasOther(now.own, before, digest)) {
    throw new Fault('MIG082', { user: moved.user, address: host.server });
  }
  if (now.before === known.before && now.after === known.after) return;
  say('database: accounts were changed on the old host, and come over');
  await askAside(target.container, `${withoutGone(known, now)}${now.before}${now.after}`);
  await adoptDefiners(target);
  await keepAccounts({ folder }, now);
}

/** As `followAccounts`, while the old side lives. */
export async function lookAtAccounts(following: Following): Promise<void> {
  const { host, moved } = following;
  const target = await newDatabase(moved);
  const [told, digest] = await Promise.all([
    askOld(oldDatabase(host, moved), accountsSql({ database: moved.name, user: moved.user })),
    mariadbQuery(target.container, ownDigestSql(moved.user)),
  ]);
  const [, found] = readAccounts(told);
  await followAccounts(following, target, { found, digest: digest.trim(), held: false });
}

/**
 * Whether the app's account has another password on the old server than on the new one, and had not
 * from the first: then its people know why.
 * @param now, before digests, one for each host; none that tell nothing of another server's
 */
export function hasOther(now: readonly string[], before: readonly string[], here: string): boolean {
  const isKnown = now.length === 0 || now.join() === before.join();
  return !isKnown && here.startsWith('*') && !now.includes(here);
}
