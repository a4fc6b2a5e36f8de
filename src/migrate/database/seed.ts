/**
 * Databases: from the old host into the new container, straight over ssh.
 *
 *   seed.ts        a dump of the old database, loaded whole or not at all, by transfer.ts
 *   accounts.ts    who may use it, with the old passwords' digests
 *   settings.ts    what the app notices of the server: sql_mode, time zone, …
 *   follow.ts      MariaDB: the new one as a replica of the old one, through tunnel.ts
 *   reverse.ts     MariaDB: the old one as a replica of the new one, after the switch
 *   proof.ts       digests of all tables and objects of both, compared
 *
 * Dumps stream: from the old host's tool over ssh through the mover into a client in the new
 * container. Nothing lies in a file on the way, and no password is in an argument.
 */
import { emptyAside } from './empty-aside.js';
import { newDatabase } from './new-database.js';
import { seedMariadb } from './seed-mariadb.js';
import { seedPostgres } from './seed-postgres.js';
import type { SeededDatabase, Seeding, Target } from './seeding.js';

/**
 * Fills the new database with the old one, what was in it before goes. When anything fails it is
 * left empty.
 *
 * @throws Fault MIG070 to MIG076, MIG100 when the link was cut
 */
export async function seedDatabase(seeding: Seeding): Promise<SeededDatabase> {
  const target: Target = { ...(await newDatabase(seeding.moved)), touched: false };
  const begin = performance.now();
  try {
    const seeded =
      target.kind === 'mariadb'
        ? await seedMariadb(seeding, target)
        : await seedPostgres(seeding, target);
    return { ...seeded, seconds: (performance.now() - begin) / 1000 };
  } catch (error) {
    // Half a database must not be taken for one; one that was not touched stays.
    if (target.touched) await emptyAside(target).catch(() => {});
    throw error;
  }
}
