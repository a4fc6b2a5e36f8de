/** Own password for everybody; accounts and the audit trail for administrators. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { adminRole } from '../access.js';
import { audit } from '../audit.js';
import type { Context } from '../context.js';
import { NotFound } from '../errors.js';
import { readForm } from '../form.js';
import { passwordPage, trailPage, type UsersView, usersPage } from '../pages/accounts.js';
import { page } from '../pages/layout.js';
import { hashPassword, isPassword, shortestPassword, temporaryPassword } from '../password.js';
import { actorOf, logIn, logOutEverywhere } from '../sessions.js';
import { frameOf, userOf } from './office.js';

/** Lines of the audit trail on one page. */
const trailLength = 100;

export function accountRoutes(app: FastifyInstance, context: Context): void {
  const { db, service, config } = context;
  // as many guesses as at the login
  const few = { config: { rateLimit: { max: Math.ceil(config.rateLimit / 15) } } };

  app.get('/sandi', async (request, reply) => sendPassword(context, request, reply));

  app.post('/sandi', few, async (request, reply) => {
    const user = userOf(request);
    const { old = '', new: fresh = '' } = readForm(request).texts;
    const error = !(await isPassword(old, user.password))
      ? 'Sandi sekarang tidak cocok.'
      : fresh.length < shortestPassword || fresh.length > 200
        ? `Sandi baru paling sedikit ${shortestPassword} karakter.`
        : fresh === old || fresh.toLowerCase().includes(user.username)
          ? 'Pilih sandi yang lain, tanpa nama pengguna Anda di dalamnya.'
          : undefined;
    if (error !== undefined) return sendPassword(context, request, reply.code(422), error);
    const password = await hashPassword(fresh);
    await db
      .updateTable('app_user')
      .set({ password, must_change: false })
      .where('id', '=', user.id)
      .execute();
    // whoever is logged in elsewhere with the old password is not any more
    await logOutEverywhere(db, user.id);
    await logIn(db, user, reply);
    await audit(db, actorOf(user, request), { action: 'sandi diganti' });
    return reply.redirect('/petugas', 303);
  });

  app.get('/pengguna', async (request, reply) => {
    requireAdmin(request);
    return sendUsers(context, request, reply, {});
  });

  app.post('/pengguna', async (request, reply) => {
    requireAdmin(request);
    const { username = '', name = '', role = '' } = readForm(request).texts;
    const isRole = role === adminRole || service.roles.some((each) => each.name === role);
    const isRight = /^[a-z][a-z0-9._-]{2,39}$/.test(username) && name.trim().length >= 2 && isRole;
    if (!isRight) {
      const error = 'Nama pengguna: 3–40 huruf kecil, angka, titik. Nama lengkap wajib diisi.';
      return sendUsers(context, request, reply.code(422), { error });
    }
    const password = temporaryPassword();
    const added = await db
      .insertInto('app_user')
      .values({
        username,
        name: name.trim().slice(0, 120),
        role,
        password: await hashPassword(password),
        must_change: true,
        locked_until: null,
      })
      .onConflict((conflict) => conflict.column('username').doNothing())
      .returning('id')
      .executeTakeFirst();
    if (added === undefined) {
      const error = `Nama pengguna ${username} sudah dipakai.`;
      return sendUsers(context, request, reply.code(422), { error });
    }
    const act = { action: 'pengguna ditambah', detail: `${username}, ${role}` };
    await audit(db, actorOf(request.user, request), act);
    return sendUsers(context, request, reply, { made: { username, password } });
  });

  app.post<{ Params: { id: string } }>('/pengguna/:id', async (request, reply) => {
    const admin = requireAdmin(request);
    const { act } = readForm(request).texts;
    const id = Number(request.params.id);
    const user = await db
      .selectFrom('app_user')
      .selectAll()
      .where('id', '=', Number.isSafeInteger(id) && id < 2 ** 31 ? id : 0)
      .executeTakeFirst();
    if (user === undefined) throw new NotFound();
    if (user.id === admin.id) {
      const error = 'Akun sendiri tidak diubah di sini.';
      return sendUsers(context, request, reply.code(422), { error });
    }
    const password = temporaryPassword();
    const change =
      act === 'sandi'
        ? {
            password: await hashPassword(password),
            must_change: true,
            failures: 0,
            locked_until: null,
          }
        : { is_active: act === 'hidupkan' };
    await db.updateTable('app_user').set(change).where('id', '=', user.id).execute();
    await logOutEverywhere(db, user.id);
    const detail = `${user.username}: ${act === 'sandi' ? 'sandi baru' : act}`;
    await audit(db, actorOf(admin, request), { action: 'pengguna diubah', detail });
    const made = act === 'sandi' ? { username: user.username, password } : undefined;
    return sendUsers(context, request, reply, { made });
  });

  app.get<{ Querystring: { sebelum?: string } }>('/jejak', async (request, reply) => {
    requireAdmin(request);
    const before = Number.parseInt(request.query.sebelum ?? '', 10);
    const entries = await db
      .selectFrom('app_audit')
      .selectAll()
      .where('id', '<', Number.isSafeInteger(before) ? before : Number.MAX_SAFE_INTEGER)
      .orderBy('id', 'desc')
      .limit(trailLength)
      .execute();
    const next = entries.length === trailLength ? entries.at(-1)?.id : undefined;
    return reply.html(
      page(frameOf(context, request, reply, 'Jejak audit'), trailPage(entries, next)),
    );
  });
}

function requireAdmin(request: FastifyRequest) {
  const user = userOf(request);
  if (user.role !== adminRole) throw new NotFound();
  return user;
}

function sendPassword(
  context: Context,
  request: FastifyRequest,
  reply: FastifyReply,
  error?: string,
) {
  const frame = frameOf(context, request, reply, 'Ganti sandi');
  const content = passwordPage(frame.token, userOf(request).must_change, error);
  return reply.html(page(frame, content));
}

async function sendUsers(
  context: Context,
  request: FastifyRequest,
  reply: FastifyReply,
  view: Pick<UsersView, 'made' | 'error'>,
) {
  const users = await context.db.selectFrom('app_user').selectAll().orderBy('username').execute();
  const frame = frameOf(context, request, reply, 'Pengguna');
  const content = usersPage({ service: context.service, users, token: frame.token, ...view });
  return reply.html(page(frame, content));
}
