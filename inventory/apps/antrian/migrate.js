// Release command, run before each new version gets traffic: brings the schema up to
// date and puts in the services offered. Safe to repeat.
const pool = require('./database.js');

// Only ever append: the number of steps done is kept in the database.
const steps = [
  `CREATE TABLE layanan (
     kode text PRIMARY KEY,
     nama text NOT NULL,
     loket integer NOT NULL
   )`,
  `CREATE TABLE tiket (
     id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
     tanggal date NOT NULL,
     kode text NOT NULL REFERENCES layanan,
     nomor integer NOT NULL,
     status text NOT NULL DEFAULT 'menunggu',
     dibuat timestamptz NOT NULL DEFAULT now(),
     UNIQUE (tanggal, kode, nomor)
   )`,
  `INSERT INTO layanan (kode, nama, loket) VALUES
     ('A', 'KTP elektronik', 1),
     ('B', 'Kartu keluarga', 2),
     ('C', 'Akta kelahiran', 3)`,
  `INSERT INTO tiket (tanggal, kode, nomor, status) VALUES
     (current_date, 'A', 1, 'selesai'),
     (current_date, 'A', 2, 'dipanggil'),
     (current_date, 'B', 1, 'menunggu')`,
];

async function migrate() {
  const client = await pool.connect();
  try {
    await client.query('BEGIN');
    // Two releases at once: the second waits, then finds nothing to do.
    await client.query('SELECT pg_advisory_xact_lock(7301)');
    await client.query('CREATE TABLE IF NOT EXISTS skema (langkah integer PRIMARY KEY)');
    const { rows } = await client.query('SELECT count(*)::int AS done FROM skema');
    for (let step = rows[0].done; step < steps.length; step += 1) {
      await client.query(steps[step]);
      await client.query('INSERT INTO skema VALUES ($1)', [step + 1]);
    }
    await client.query('COMMIT');
    console.log(`skema: langkah ${rows[0].done} → ${steps.length}`);
  } catch (error) {
    await client.query('ROLLBACK');
    throw error;
  } finally {
    client.release();
  }
}

migrate()
  .catch((error) => {
    console.error(`skema: ${error.message}`);
    process.exitCode = 1;
  })
  .finally(() => pool.end());
