/** What every route is given: settings, database, and the request the app was made from. */
import type { Config } from './config.js';
import type { Db, User } from './database.js';
import type { Service } from './definition.js';

export interface Context {
  config: Config;
  db: Db;
  service: Service;
}

declare module 'fastify' {
  interface FastifyRequest {
    /** The account, on pages of the back office. */
    user: User | undefined;
  }
}
