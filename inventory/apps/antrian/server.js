// Queue numbers of a civil registry office: a page, a form that takes a number, and a
// health path. Run as `node server.js`; listens on PORT.
const fs = require('node:fs');
const http = require('node:http');
const pool = require('./database.js');
const { page } = require('./page.js');

const style = fs.readFileSync(`${__dirname}/style.css`);

async function list(request, response) {
  const taken = new URL(request.url, 'http://localhost').searchParams.get('nomor');
  const [tickets, services] = await Promise.all([
    pool.query(
      `SELECT tiket.kode, nomor, status, nama, loket FROM tiket JOIN layanan USING (kode)
       WHERE tanggal = current_date ORDER BY dibuat, id`,
    ),
    pool.query('SELECT kode, nama, loket FROM layanan ORDER BY kode'),
  ]);
  const date = new Date().toLocaleDateString('id-ID', { dateStyle: 'full' });
  answer(response, 200, 'text/html; charset=utf-8', page({
    tickets: tickets.rows,
    services: services.rows,
    taken: /^[A-Z]-\d{3,}$/.test(taken ?? '') ? taken : undefined,
    date,
  }));
}

async function take(request, response) {
  const code = new URLSearchParams(await bodyOf(request)).get('kode') ?? '';
  // One statement at a time takes the next number of a service; who comes second waits.
  const client = await pool.connect();
  try {
    await client.query('BEGIN');
    const service = await client.query('SELECT 1 FROM layanan WHERE kode = $1 FOR UPDATE', [code]);
    if (service.rowCount === 0) {
      await client.query('ROLLBACK');
      return answer(response, 422, 'text/plain; charset=utf-8', 'Layanan tidak dikenal\n');
    }
    const { rows } = await client.query(
      `INSERT INTO tiket (tanggal, kode, nomor)
       SELECT current_date, $1, coalesce(max(nomor), 0) + 1
       FROM tiket WHERE tanggal = current_date AND kode = $1
       RETURNING nomor`,
      [code],
    );
    await client.query('COMMIT');
    const number = `${code}-${String(rows[0].nomor).padStart(3, '0')}`;
    response.writeHead(303, { location: `/?nomor=${number}` }).end();
  } catch (error) {
    await client.query('ROLLBACK').catch(() => {});
    throw error;
  } finally {
    client.release();
  }
}

async function health(_request, response) {
  await pool.query('SELECT 1');
  answer(response, 200, 'text/plain; charset=utf-8', 'ok\n');
}

const css = async (_request, response) => answer(response, 200, 'text/css; charset=utf-8', style);

const routes = { 'GET /': list, 'POST /ambil': take, 'GET /health': health, 'GET /style.css': css };

function answer(response, status, type, body) {
  response.writeHead(status, { 'content-type': type }).end(body);
}

async function bodyOf(request) {
  let body = '';
  for await (const chunk of request) {
    body += chunk;
    if (body.length > 10_000) throw new Error('formulir terlalu besar');
  }
  return body;
}

const server = http.createServer((request, response) => {
  const method = request.method === 'HEAD' ? 'GET' : request.method;
  const route = routes[`${method} ${request.url.split('?')[0]}`];
  if (!route) return answer(response, 404, 'text/plain; charset=utf-8', 'Halaman tidak ditemukan\n');
  route(request, response).catch((error) => {
    console.error(`${request.method} ${request.url}: ${error.message}`);
    if (response.headersSent) return response.destroy();
    answer(response, 503, 'text/plain; charset=utf-8', 'Maaf, layanan sedang terganggu. Coba lagi sebentar.\n');
  });
});

// Longer than the proxy keeps an idle connection, so that it is never closed under a
// request just being sent.
server.keepAliveTimeout = 150_000;

// Stopped: requests in flight are answered, then the process ends.
process.on('SIGTERM', () => {
  server.close(() => pool.end().then(() => process.exit(0)));
  server.closeIdleConnections();
});

server.listen(Number(process.env.PORT ?? 8080), () => {
  console.log(`antrian: siap di port ${server.address().port}`);
});
