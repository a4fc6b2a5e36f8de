/** Puts the app together: protection first, then the routes. */
import { readFileSync } from 'node:fs';
import { STATUS_CODES } from 'node:http';
import { join } from 'node:path';
import cookie from '@fastify/cookie';
import csrf from '@fastify/csrf-protection';
import formbody from '@fastify/formbody';
import multipart from '@fastify/multipart';
import rateLimit from '@fastify/rate-limit';
import swagger from '@fastify/swagger';
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import type { Context } from './context.js';
import { describeError } from './errors.js';
import { readForm } from './form.js';
import { logStream, RequestLog } from './log.js';
import { message } from './pages/layout.js';
import { accountRoutes } from './routes/accounts.js';
import { apiRoutes } from './routes/api.js';
import { healthRoutes } from './routes/health.js';
import { loginRoutes } from './routes/login.js';
import { officeRoutes } from './routes/office.js';
import { publicRoutes } from './routes/public.js';
import { userOf } from './sessions.js';

declare module 'fastify' {
  interface FastifyReply {
    /** Answers with a page, which no cache may keep. */
    html(text: string): FastifyReply;
  }
}

/** Beyond this a file is not even read; each field has its own, smaller limit. */
const mostBytes = 10 * 1024 * 1024;

/** The app, ready for `listen` and for tests. */
export async function buildApp(context: Context): Promise<FastifyInstance> {
  const app = Fastify({
    logger: { level: context.config.logLevel, stream: logStream() },
    logController: new RequestLog(),
    // induk's proxy is the only one that can reach the app
    trustProxy: true,
    bodyLimit: 1024 * 1024,
    // names and ticket numbers in addresses are short
    routerOptions: { maxParamLength: 100 },
  });
  app.decorateRequest('user', undefined);
  app.decorateReply('html', function (this: FastifyReply, text: string) {
    return this.type('text/html; charset=utf-8').header('cache-control', 'no-store').send(text);
  });
  await protect(app, context);
  handleErrors(app, context);
  serveAssets(app);
  healthRoutes(app, context);
  loginRoutes(app, context);
  publicRoutes(app, context);
  apiRoutes(app, context);
  await app.register(async (office) => requireLogin(office, context), { prefix: '/petugas' });
  return app;
}

async function protect(app: FastifyInstance, { config, service }: Context): Promise<void> {
  app.addHook('onRequest', (_, reply, done) => {
    reply.headers(protection);
    done();
  });
  await app.register(rateLimit, { max: config.rateLimit, timeWindow: '1 minute' });
  await app.register(cookie, { secret: config.cookieKey });
  await app.register(formbody);
  await app.register(multipart, {
    attachFieldsToBody: true,
    limits: { fileSize: mostBytes, files: 20, fields: 200, fieldSize: 20_000 },
  });
  await app.register(csrf, {
    cookieOpts: { signed: true, httpOnly: true, sameSite: 'strict', path: '/', secure: 'auto' },
    getToken: (request) => readForm(request as FastifyRequest).texts._csrf,
  });
  // every request that changes something, so that no route can forget it
  app.addHook('preHandler', (request, reply, done) => {
    if (request.method === 'GET' || request.method === 'HEAD') done();
    else app.csrfProtection(request, reply, done);
  });
  await app.register(swagger, {
    hideUntagged: true,
    openapi: { info: { title: service.title, description: service.description, version: '1' } },
  });
}

/** On every answer. No script runs on any page, and nothing comes from elsewhere. */
const protection = {
  'content-security-policy':
    "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'strict-transport-security': 'max-age=31536000',
};

/** Everything below /petugas needs an account, and a password of its owner's own. */
async function requireLogin(office: FastifyInstance, context: Context): Promise<void> {
  office.addHook('onRequest', async (request, reply) => {
    request.user = await userOf(context.db, request);
    if (request.user === undefined) return reply.redirect('/masuk', 303);
    const isPassword = request.url.startsWith('/petugas/sandi');
    if (request.user.must_change && !isPassword) return reply.redirect('/petugas/sandi', 303);
  });
  officeRoutes(office, context);
  accountRoutes(office, context);
}

function handleErrors(app: FastifyInstance, { service }: Context): void {
  const answer = (request: FastifyRequest, reply: FastifyReply, error: unknown) => {
    const { status, title, text } = describeError(error);
    if (status >= 500) request.log.error(error);
    if (request.url.startsWith('/api/')) {
      return reply.code(status).send({ error: STATUS_CODES[status], message: text });
    }
    const frame = { service, title, path: '' };
    const words = status >= 500 ? `${text} Kode kejadian: ${request.id}.` : text;
    return reply.code(status).html(message(frame, words));
  };
  app.setErrorHandler((error, request, reply) => answer(request, reply, error));
  app.setNotFoundHandler((request, reply) => answer(request, reply, { statusCode: 404 }));
}

/** The stylesheet and the coat of arms, read once. */
function serveAssets(app: FastifyInstance): void {
  const assets = { '/gaya.css': 'text/css; charset=utf-8', '/lambang.svg': 'image/svg+xml' };
  for (const [path, type] of Object.entries(assets)) {
    const content = readFileSync(join(process.cwd(), 'public', path));
    app.get(path, { config: { rateLimit: false } }, async (_, reply) =>
      reply.type(type).header('cache-control', 'public, max-age=300').send(content),
    );
  }
}
