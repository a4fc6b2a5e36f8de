/**
 * The same pages written by hand in an hour: Fastify, the same statements, template literals. No
 * rights, no masks, nothing checked, no protection, no log.
 */
import { createHash } from 'node:crypto';
import formbody from '@fastify/formbody';
import Fastify from 'fastify';
import pg from 'pg';

const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL, max: 10 });
const app = Fastify();
await app.register(formbody);

const escapes = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
const escaped = (value) => String(value).replace(/[&<>"']/g, (sign) => escapes[sign]);
const day = new Intl.DateTimeFormat('id-ID', { dateStyle: 'medium' });
const states = { masuk: 'Kami terima', selesai: 'Selesai diperbaiki' };

/** Who asks, by the cookie. */
async function officerOf(request) {
  const token = /(?:^|; )sesi=([^;]+)/.exec(request.headers.cookie ?? '')?.[1] ?? '';
  const { rows } = await pool.query(
    `select app_user.* from app_session join app_user on app_user.id = user_id
      where token_hash = $1 and expires_at > now() and is_active`,
    [createHash('sha256').update(token).digest('base64url')],
  );
  return rows[0];
}

async function listPage(from, officer) {
  const { rows } = await pool.query(
    `select *, (select count(*) from aduan) as total from aduan
      order by id desc limit $1 offset $2`,
    [25, from],
  );
  const lines = rows.map(
    (row) =>
      `<tr><th><a href="/list/${row.id}">${row.ticket}</a></th><td>${escaped(row.nama)}</td><td>${escaped(row.telepon)}</td><td>${states[row.state]}</td><td>${day.format(row.created_at)}</td></tr>`,
  );
  return `<!doctype html>
<html lang="id">
<head><meta charset="utf-8"><title>Pengaduan</title><link rel="stylesheet" href="/gaya.css"></head>
<body>
<header><a href="/">Pengaduan Jalan Rusak</a> <span>${escaped(officer)}</span></header>
<main><h1>Pengaduan</h1>
<p>${rows[0]?.total ?? 0} data</p>
<table><thead><tr><th>Nomor tiket</th><th>Nama</th><th>Nomor HP</th><th>Status</th><th>Dibuat</th></tr></thead><tbody>${lines.join('')}</tbody></table>
<nav><a href="/list?page=1">Berikutnya</a></nav></main>
</body>
</html>`;
}

app.get('/list', async (request, reply) => {
  const officer = await officerOf(request);
  if (officer === undefined) return reply.redirect('/login', 303);
  return reply.type('text/html').send(await listPage(25 * (request.query.page ?? 0), officer.name));
});

/** The same for anybody. */
app.get('/open', async (request, reply) =>
  reply.type('text/html').send(await listPage(25 * (request.query.page ?? 0), 'siapa saja')),
);

app.post('/submit', async (request, reply) => {
  const { nama, telepon, isi } = request.body;
  const ticket = `BARE-${Date.now()}-${Math.random()}`;
  await pool.query(
    `with made as (
      insert into aduan (ticket, state, nama, telepon, isi) values ($1, $2, $3, $4, $5) returning id
    ), noted as (
      insert into app_audit (record_id, actor, action, entity, detail)
      select id, 'warga', 'dibuat', 'aduan', $2 from made
    )
    select id from made`,
    [ticket, 'masuk', nama, telepon, isi],
  );
  return reply.redirect(`/status/${ticket}`, 303);
});

await app.listen({ host: '127.0.0.1', port: Number(process.env.PORT) });
