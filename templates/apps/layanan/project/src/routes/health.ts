/** For the machines: is it alive, can it work. */
import type { FastifyInstance } from 'fastify';
import { sql } from 'kysely';
import type { Context } from '../context.js';

export function healthRoutes(app: FastifyInstance, { db }: Context): void {
  // asked every second: only what goes wrong is logged
  const options = { config: { rateLimit: false as const }, logLevel: 'warn' as const };

  app.get('/health', options, async () => ({ status: 'ok' }));

  /** 503 without its database: such a copy gets no visitors. */
  app.get('/ready', options, async (request, reply) => {
    try {
      await sql`select 1 from app_user limit 1`.execute(db);
      return { status: 'ok' };
    } catch (error) {
      request.log.error(error, 'database');
      return reply.code(503).send({ status: 'database' });
    }
  });
}
