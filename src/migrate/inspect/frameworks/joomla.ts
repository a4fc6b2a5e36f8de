import { Secret } from '../../../secrets/secret.js';
import { settingsMap } from '../php-settings.js';
import { engineOf } from './dotenv.js';
import { type FoundDatabase, type Framework, framework, hostAndPort } from './framework.js';

export const joomla: Framework = ({ files, has }) => {
  const text = files.get('configuration.php');
  const isClosed =
    text === undefined && has('configuration.php') && has('libraries/src/Version.php');
  if (!isClosed && !/class\s+JConfig/.test(text ?? '')) return undefined;
  const settings = settingsMap(text ?? '');
  const core = files.get('libraries/src/Version.php') ?? '';
  const part = (name: string) => new RegExp(`${name}_VERSION\\s*=\\s*(\\d+)`).exec(core)?.[1];
  const version = [part('MAJOR'), part('MINOR'), part('PATCH')].filter(Boolean).join('.');
  const secret = (key: string, name: string) => {
    const value = settings.get(key);
    return value ? [[name, new Secret(value)] as const] : [];
  };
  const mailer = settings.get('smtphost');
  return framework('joomla', {
    ...(version === '' ? {} : { version }),
    uploads: ['images', 'media'],
    baseUrls: [settings.get('live_site') ?? ''].filter(Boolean),
    secrets: new Map([
      ...secret('secret', 'JOOMLA_SECRET'),
      ...secret('smtppass', 'SMTP_PASSWORD'),
    ]),
    mail: settings.get('mailer') === 'smtp' ? [`SMTP ${mailer ?? ''}`] : ['mail()'],
    databases: databaseOf(settings),
  });
};

function databaseOf(settings: ReadonlyMap<string, string>): FoundDatabase[] {
  const name = settings.get('db');
  const password = settings.get('password');
  if (name === undefined) return [];
  return [
    {
      engine: engineOf(settings.get('dbtype') ?? 'mysqli'),
      ...hostAndPort(settings.get('host') ?? 'localhost'),
      name,
      user: settings.get('user') ?? '',
      file: 'configuration.php',
      ...(password ? { password: new Secret(password) } : {}),
    },
  ];
}
