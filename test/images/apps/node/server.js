// What the tests ask of Node in an app container: a database query over the address
// given, an environment variable, a slow answer.
const fs = require('node:fs');
const http = require('node:http');

async function database(host) {
  const { Client } = require('pg');
  const { DB_USER: user, DB_PASSWORD: password, DB_NAME: database } = process.env;
  const client = new Client(
    host === 'url'
      ? { connectionString: process.env.DATABASE_URL }
      : { host, user, password, database },
  );
  await client.connect();
  const { rows } = await client.query("SELECT 'kopi ☕' AS teks");
  await client.end();
  return rows[0].teks;
}

async function slow(seconds) {
  fs.writeFileSync('/tmp/slow-started', '');
  await new Promise((resolve) => setTimeout(resolve, seconds * 1000));
  return 'finished';
}

const questions = { database, slow, env: (name) => process.env[name] ?? '' };

const server = http.createServer(async (request, response) => {
  const [[question, argument] = []] = new URL(request.url, 'http://localhost').searchParams;
  try {
    const text = question ? await questions[question](argument) : process.version;
    response.setHeader('connection', 'close');
    response.end(text);
  } catch (error) {
    response.writeHead(500).end(error.message);
  }
});
process.on('SIGTERM', () => server.close(() => process.exit(0)));
server.listen(process.env.PORT);
