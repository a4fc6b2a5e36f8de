/** In and out of the back office. */
import type { FastifyInstance } from 'fastify';
import { audit } from '../audit.js';
import type { Context } from '../context.js';
import { readForm } from '../form.js';
import { loginPage } from '../pages/accounts.js';
import { page } from '../pages/layout.js';
import { actorOf, authenticate, logIn, logOut, userOf } from '../sessions.js';

export function loginRoutes(app: FastifyInstance, { db, service, config }: Context): void {
  const frame = { service, title: 'Masuk', path: '/masuk' };

  app.get('/masuk', async (request, reply) => {
    if ((await userOf(db, request)) !== undefined) return reply.redirect('/petugas', 303);
    return reply.html(page(frame, loginPage(reply.generateCsrf(), '', false)));
  });

  app.post(
    '/masuk',
    { config: { rateLimit: { max: Math.ceil(config.rateLimit / 15) } } },
    async (request, reply) => {
      const { username = '', password = '' } = readForm(request).texts;
      const name = username.trim().toLowerCase().slice(0, 60);
      const user = await authenticate(db, name, password.slice(0, 200));
      if (user === undefined) {
        await audit(db, actorOf(undefined, request), { action: 'gagal masuk', detail: name });
        return reply.code(401).html(page(frame, loginPage(reply.generateCsrf(), name, true)));
      }
      await logOut(db, request, reply);
      await logIn(db, user, reply);
      await audit(db, actorOf(user, request), { action: 'masuk' });
      return reply.redirect('/petugas', 303);
    },
  );

  app.post('/keluar', async (request, reply) => {
    await logOut(db, request, reply);
    return reply.redirect('/', 303);
  });
}
