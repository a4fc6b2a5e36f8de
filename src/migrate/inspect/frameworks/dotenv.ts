/** What frameworks with a `.env` file keep in it. */
import { publicKey, secretKey } from '../../../inventory/patterns.js';
import { Secret } from '../../../secrets/secret.js';
import type { DatabaseUse } from '../model.js';
import type { FoundDatabase } from './framework.js';

const engines: Record<string, DatabaseUse['engine']> = {
  mysql: 'mariadb',
  mariadb: 'mariadb',
  mysqli: 'mariadb',
  pgsql: 'postgres',
  postgres: 'postgres',
  postgre: 'postgres',
  postgresql: 'postgres',
};

export const engineOf = (name = ''): DatabaseUse['engine'] =>
  engines[name.toLowerCase().replace(/^pdo_/, '')] ?? 'unknown';

/** Laravel's DB_* keys. */
export function laravelDatabase(env: ReadonlyMap<string, string>): FoundDatabase[] {
  const name = env.get('DB_DATABASE');
  const kind = env.get('DB_CONNECTION') ?? 'mysql';
  if (name === undefined || kind === 'sqlite') return [];
  const password = env.get('DB_PASSWORD');
  const port = Number(env.get('DB_PORT'));
  return [
    {
      engine: engineOf(kind),
      host: env.get('DB_HOST') ?? '127.0.0.1',
      ...(port > 0 ? { port } : {}),
      name,
      user: env.get('DB_USERNAME') ?? '',
      file: '.env',
      ...(password ? { password: new Secret(password) } : {}),
    },
  ];
}

/** Keys whose value is secret by their name, the database's own password aside. */
export function envSecrets(env: ReadonlyMap<string, string>): Map<string, Secret> {
  const found = [...env].filter(
    ([key, value]) =>
      value !== '' &&
      value !== 'null' &&
      key !== 'DB_PASSWORD' &&
      /^[A-Z_][A-Z0-9_]{0,127}$/.test(key) &&
      secretKey.test(key) &&
      !publicKey.test(key),
  );
  return new Map(found.map(([key, value]) => [key, new Secret(value)]));
}

/** Other machines that `*_HOST` keys name. */
export function envHosts(env: ReadonlyMap<string, string>): string[] {
  return [...env].flatMap(([key, value]) =>
    /_HOST$/.test(key) && /[.]/.test(value) && !/^127\./.test(value) ? [value] : [],
  );
}
