/** MariaDB: a dump of the old database, loaded beside the new server's log. */
import { askInside } from '../../backup/database/container.js';
import type { DumpReport } from '../../backup/database/digest.js';
import {
  dumpOptions,
  factsSql,
  fidelity,
  mariadbLoad,
  mariadbQuery,
  textOf,
} from '../../backup/database/mariadb.js';
import { mergeInserts } from '../../backup/database/merge-inserts.js';
import { Fault } from '../../fault.js';
import { accountsOf } from './accounts.js';
import { broughtAccounts, keepAccounts, withoutGone } from './brought-accounts.js';
import { adoptDefiners } from './definers.js';
import { emptyAside } from './empty-aside.js';
import { sameMajor } from './major.js';
import { askAside } from './new-database.js';
import { askOld, type OldDatabase, oldDatabase, streamOld } from './old-database.js';
import { PassingDump } from './passing.js';
import type { SeededDatabase, Seeding, Target } from './seeding.js';
import { sequenceValues, setSequences } from './sequences.js';
import { loadWithDigest, watched, whole } from './transfer.js';

export async function seedMariadb(
  seeding: Seeding,
  target: Target,
): Promise<Omit<SeededDatabase, 'seconds'>> {
  const { host, moved, proof = false, position = false, frozen = false, say } = seeding;
  const old = oldDatabase(host, moved);
  const facts = dumpOptions(await askOld(old, factsSql(moved.name)), moved.name);
  sameMajor(facts.version, await mariadbQuery(target.container, 'SELECT VERSION()'));
  say(lockingWords(facts.locking, position));
  const isRoot = old.access.via === 'root';
  const known = await broughtAccounts(seeding);
  const locked = frozen && known !== undefined ? { locked: known.locked } : {};
  const wanted = { database: moved.name, user: moved.user, ...locked };
  const accounts = isRoot ? await accountsOf(old, wanted) : undefined;
  const collation = await collationOf(old);
  target.touched = true;
  await emptyAside(target, collation);
  if (accounts !== undefined) {
    await askAside(target.container, `${withoutGone(known, accounts)}${accounts.before}`);
  }
  const running = streamOld(old, [
    ...dumpArguments(facts.options, { proof, position }),
    moved.name,
  ]);
  const passing = new PassingDump();
  const load = (dump: AsyncIterable<Buffer>): Promise<unknown> =>
    askInside(target.container, mariadbLoad(moved.name), aside(dump));
  const watch = watched(running, seeding, (chunk) => passing.write(chunk));
  const merging = (dump: AsyncIterable<Buffer>): Promise<unknown> => load(mergeInserts(dump));
  let report: DumpReport | undefined;
  await whole(old, running, async () => {
    // Rows come one a statement, for the digests, and are merged again for the client.
    if (proof) report = await loadWithDigest('mariadb', watch, merging, running.stop);
    else await load(watch);
    const { complete, bytes } = passing.result();
    if (!complete) throw new Fault('MIG071', { bytes });
  });
  if (accounts !== undefined) {
    await askAside(target.container, accounts.after);
    await keepAccounts(seeding, accounts);
  }
  const sequences = await sequenceValues((sql) => askOld(old, sql), moved.name);
  await askAside(target.container, setSequences(sequences, moved.name));
  const definers = await adoptDefiners(target);
  const { bytes, gtid } = passing.result();
  if (position && gtid === undefined) throw new Fault('MIG078', { name: moved.name });
  return {
    ...{ kind: 'mariadb', bytes, definers },
    ...{ version: facts.version, locking: facts.locking, broken: facts.broken },
    accounts: accounts?.names ?? [],
    left: accounts?.left ?? [],
    ...(gtid === undefined ? {} : { gtid }),
    ...(report === undefined ? {} : { report }),
  };
}

/** A copy that is only loaded has many rows in a statement, and none of them sorted. */
function dumpArguments(
  options: string[],
  { proof, position }: { proof: boolean; position: boolean },
) {
  const slow = ['--skip-extended-insert', '--order-by-primary'];
  return [
    ...(proof ? fidelity : fidelity.filter((flag) => !slow.includes(flag))),
    ...(position ? ['--master-data=2', '--gtid'] : []),
    // With the position all tables of the server are locked, not those of one database.
    ...options.filter((flag) => !(position && flag === '--lock-tables')),
  ];
}

function lockingWords(locking: SeededDatabase['locking'], position: boolean): string {
  if (locking === 'transaction') return 'database: copied while it is written to';
  const what = position ? 'the whole server' : 'its tables';
  return `database: not all tables are InnoDB, so ${what} can only be read while it is copied`;
}

/** What is loaded is no change of the app's: no replica of the new server gets it. */
async function* aside(dump: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  yield Buffer.from('SET SESSION sql_log_bin = 0;\n');
  yield* dump;
}

/** How the old database orders and stores text that says nothing else of itself. */
async function collationOf(old: OldDatabase): Promise<string> {
  const told = await askOld(
    old,
    `SELECT default_character_set_name, default_collation_name
      FROM information_schema.schemata WHERE schema_name = ${textOf(old.name)}`,
  );
  const [charset, collation] = told.trim().split('\t');
  if (charset === undefined || !/^\w+\t\w+$/.test(told.trim())) {
    throw new Fault('MIG075', {
      address: old.shell.server,
      name: old.name,
      reason: 'no such database',
    });
  }
  return `CHARACTER SET ${charset} COLLATE ${collation}`;
}
