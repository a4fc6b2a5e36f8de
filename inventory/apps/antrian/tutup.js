// Cron job: closes the tickets of earlier days that nobody called.
const pool = require('./database.js');

pool
  .query("UPDATE tiket SET status = 'ditutup' WHERE tanggal < current_date AND status <> 'selesai'")
  .then(({ rowCount }) => console.log(`tutup: ${rowCount} tiket ditutup`))
  .catch((error) => {
    console.error(`tutup: ${error.message}`);
    process.exitCode = 1;
  })
  .finally(() => pool.end());
