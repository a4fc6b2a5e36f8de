/** Starts the server, and lets it finish its requests when it is stopped. */
import { buildApp } from './app.js';
import { readConfig } from './config.js';
import { connect } from './database.js';
import { service } from './request.js';

const config = readConfig(process.env);
// a question that takes longer helps nobody who waits for a page
const db = connect(config.databaseUrl, { statement_timeout: 30_000 });
const app = await buildApp({ config, db, service });

for (const signal of ['SIGTERM', 'SIGINT'] as const) {
  process.once(signal, async () => {
    await app.close();
    await db.destroy();
  });
}

await app.listen({ host: '0.0.0.0', port: config.port });
