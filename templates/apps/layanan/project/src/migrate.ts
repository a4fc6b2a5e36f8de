/**
 * Brings the database to this version, before it gets traffic: `npm run migrate`.
 * Migrations are SQL files. They only add (tables, columns, indexes), because the version
 * before is still running while they do.
 */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type MigrationProvider, Migrator, sql } from 'kysely';
import { readConfig } from './config.js';
import { connect, type Db } from './database.js';
import { hashPassword } from './password.js';

/** The app always runs in its own folder. */
const folder = join(process.cwd(), 'migrations');

const files: MigrationProvider = {
  async getMigrations() {
    const names = (await readdir(folder)).filter((name) => name.endsWith('.sql')).sort();
    return Object.fromEntries(
      names.map((name) => [
        name,
        {
          up: async (db) => {
            await sql.raw(await readFile(join(folder, name), 'utf8')).execute(db);
          },
        },
      ]),
    );
  },
};

/**
 * @returns names of the migrations that were new
 * @throws the error of the one that failed; it left no trace
 */
export async function migrate(db: Db, schema?: string): Promise<string[]> {
  const migrator = new Migrator({
    db,
    provider: files,
    // app_*.sql come from the template, data_*.sql from the request: each grows by itself
    allowUnorderedMigrations: true,
    migrationTableName: 'app_migration',
    migrationLockTableName: 'app_migration_lock',
    migrationTableSchema: schema,
  });
  const { error, results = [] } = await migrator.migrateToLatest();
  if (error !== undefined) throw error;
  return results.map(({ migrationName }) => migrationName);
}

/** Makes the account `admin` when nobody has one, with a password that must be changed. */
export async function ensureAdmin(db: Db, password: string | undefined): Promise<boolean> {
  const someone = await db.selectFrom('app_user').select('id').limit(1).executeTakeFirst();
  if (someone !== undefined) return false;
  if (!password) throw new Error('Belum diatur: ADMIN_PASSWORD, sandi pertama akun admin');
  const user = { username: 'admin', name: 'Administrator', role: 'admin', must_change: true };
  await db
    .insertInto('app_user')
    .values({ ...user, password: await hashPassword(password), locked_until: null })
    .onConflict((conflict) => conflict.column('username').doNothing())
    .execute();
  return true;
}

async function main(): Promise<void> {
  const db = connect(readConfig(process.env).databaseUrl);
  try {
    const done = await migrate(db);
    console.log(`migrasi: ${done.length === 0 ? 'tidak ada yang baru' : done.join(', ')}`);
    if (await ensureAdmin(db, process.env.ADMIN_PASSWORD)) console.log('akun admin dibuat');
  } finally {
    await db.destroy();
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await main();
