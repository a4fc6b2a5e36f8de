/** Starts the server, and lets it finish its requests when it is stopped. */
import { buildApp } from './app.js';
import { readConfig } from './config.js';
import { connect } from './database.js';
import { service } from './request.js';

const config = readConfig(process.env);
const db = connect(config.databaseUrl);
const app = await buildApp({ config, db, service });

for (const signal of ['SIGTERM', 'SIGINT'] as const) {
  process.once(signal, async () => {
    await app.close();
    await db.destroy();
  });
}

await app.listen({ host: '0.0.0.0', port: config.port });
