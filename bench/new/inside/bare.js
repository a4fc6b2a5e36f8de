/**
 * What a developer writes by hand in an hour: Fastify, the same table in the same database, a page
 * of 25 rows with their total, a form that adds one. No login, no rights, no protection, no log.
 */
import formbody from '@fastify/formbody';
import Fastify from 'fastify';
import pg from 'pg';

const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL, max: 10 });
const app = Fastify();
await app.register(formbody);

const escapes = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
const escaped = (value) => String(value).replace(/[&<>"']/g, (sign) => escapes[sign]);

app.get('/list', async (request, reply) => {
  const from = 25 * Number(request.query.page ?? 0);
  const { rows: counted } = await pool.query('select count(*) as total from aduan');
  const { rows } = await pool.query('select * from aduan order by id desc limit $1 offset $2', [
    25,
    from,
  ]);
  const cells = rows.map(
    ({ ticket, state, nama, telepon, isi }) =>
      `<tr>${[ticket, state, nama, telepon, isi].map((each) => `<td>${escaped(each)}</td>`).join('')}</tr>`,
  );
  return reply
    .type('text/html')
    .send(`<!doctype html><p>${counted[0].total}</p><table>${cells.join('')}</table>`);
});

app.post('/submit', async (request, reply) => {
  const { nama, telepon, isi } = request.body;
  const ticket = `BARE-${Date.now()}-${Math.random()}`;
  await pool.query(
    'insert into aduan (ticket, state, nama, telepon, isi) values ($1, $2, $3, $4, $5)',
    [ticket, 'masuk', nama, telepon, isi],
  );
  return reply.redirect(`/status/${ticket}`, 303);
});

await app.listen({ host: '127.0.0.1', port: Number(process.env.PORT) });
