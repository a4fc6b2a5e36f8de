/** Fills the generated app's list, and lets an officer in. Prints the cookie of the session. */
import { sql } from 'kysely';
import { readConfig } from './dist/src/config.js';
import { connect } from './dist/src/database.js';
import { newSession } from './dist/src/sessions.js';

const rows = Number(process.env.ROWS);
const db = connect(readConfig(process.env).databaseUrl);
await sql`insert into aduan (ticket, state, nama, telepon, isi)
  select 'UJI-' || n, 'masuk', 'Warga ' || n, '+6281234567890',
    'Jalan di depan rumah nomor ' || n || ' berlubang sejak hujan bulan lalu.'
  from generate_series(1, ${sql.lit(rows)}) as n`.execute(db);
await sql`analyze`.execute(db);
const { id } = await db
  .insertInto('app_user')
  .values({ username: 'uji', name: 'Uji', role: 'petugas', password: '-', locked_until: null })
  .returning('id')
  .executeTakeFirstOrThrow();
console.log(await newSession(db, id));
await db.destroy();
