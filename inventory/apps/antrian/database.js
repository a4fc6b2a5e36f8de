// The one pool of database connections. Debian's package node-pg provides `pg`, so the
// app needs no npm. The address comes from the environment.
const { Pool } = require('pg');

const pool = new Pool({
  host: process.env.DB_SOCKET || '/run/postgresql',
  database: process.env.DB_NAME,
  user: process.env.DB_USER,
  password: process.env.DB_PASSWORD,
  // A queue starts anew at the office's midnight: current_date is a day of that zone.
  options: `-c timezone=${process.env.TZ || 'UTC'}`,
  max: 5,
  connectionTimeoutMillis: 3000,
});

// An idle connection that breaks (a database restart) is replaced at the next query.
pool.on('error', (error) => console.error(`basis data: ${error.message}`));

module.exports = pool;
