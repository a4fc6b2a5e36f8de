import { parseEnvFile } from '../env-file.js';
import { composerOf } from './composer.js';
import { envHosts, envSecrets, laravelDatabase } from './dotenv.js';
import { type Framework, framework } from './framework.js';

export const laravel: Framework = (folder) => {
  const { packages, php, extensions } = composerOf(folder);
  const version = packages.get('laravel/framework');
  if (!folder.has('artisan') || version === undefined) return undefined;
  const env = parseEnvFile(folder.files.get('.env') ?? '');
  const url = env.get('APP_URL');
  const mailer = env.get('MAIL_HOST');
  return framework('laravel', {
    version: version.replace(/^[^\d]*/, ''),
    docroot: 'public',
    uploads: ['storage/app'],
    databases: laravelDatabase(env),
    secrets: envSecrets(env),
    baseUrls: url === undefined ? [] : [url],
    mail: mailer === undefined ? [] : [`SMTP ${mailer}`],
    reaches: envHosts(env),
    extensions,
    ...(php === undefined ? {} : { phpConstraint: php }),
  });
};
