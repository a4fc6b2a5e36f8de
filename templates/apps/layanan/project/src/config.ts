/** Settings, from the environment. On the server induk sets all of them. */

export interface Config {
  port: number;
  databaseUrl: string;
  /** 32 bytes that encrypt personal data. Lost key, lost data: it is part of every backup. */
  dataKey: Buffer;
  /** Signs cookies; may be replaced at any time. */
  cookieKey: string;
  /** Folder of uploaded files. */
  uploads: string;
  /** Requests a minute and address. */
  rateLimit: number;
  logLevel: string;
}

/** @throws Error that names everything missing */
export function readConfig(env: NodeJS.ProcessEnv): Config {
  const required = ['DATABASE_URL', 'DATA_KEY', 'COOKIE_KEY'];
  const missing = required.filter((name) => !env[name]);
  if (missing.length > 0) throw new Error(`Belum diatur: ${missing.join(', ')}`);
  const dataKey = Buffer.from(String(env.DATA_KEY), 'base64');
  if (dataKey.length !== 32) throw new Error('DATA_KEY harus 32 byte dalam base64');
  return {
    port: Number(env.PORT ?? 8080),
    databaseUrl: String(env.DATABASE_URL),
    dataKey,
    cookieKey: String(env.COOKIE_KEY),
    uploads: env.UPLOADS ?? 'uploads',
    rateLimit: Number(env.RATE_LIMIT ?? 300),
    logLevel: env.LOG_LEVEL ?? 'info',
  };
}
