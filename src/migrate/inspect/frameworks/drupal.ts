import { Secret } from '../../../secrets/secret.js';
import { settingsMap } from '../php-settings.js';
import { engineOf } from './dotenv.js';
import { type Framework, framework } from './framework.js';

export const drupal: Framework = ({ files, has }) => {
  const isOurs = has('core/lib/Drupal.php') || has('includes/bootstrap.inc');
  const usual = 'sites/default/settings.php';
  const isSettings = (path: string) => /^sites\/[^/]+\/settings\.php$/.test(path);
  const file = [...files.keys()].find(isSettings) ?? usual;
  if (!isOurs || !(files.has(file) || has(file))) return undefined;
  const settings = settingsMap(files.get(file) ?? '');
  const core = `${files.get('core/lib/Drupal.php') ?? ''}${files.get('includes/bootstrap.inc') ?? ''}`;
  const version = /VERSION['"]?\s*(?:=|,)\s*['"]([\d.]+)/.exec(core)?.[1];
  const value = (key: string) => settings.get(`databases.default.default.${key}`);
  const name = value('database');
  const password = value('password');
  const salt = settings.get('settings.hash_salt') ?? settings.get('drupal_hash_salt');
  const port = Number(value('port'));
  return framework('drupal', {
    ...(version === undefined ? {} : { version }),
    uploads: [file.replace(/settings\.php$/, 'files')],
    secrets: new Map(salt ? [['HASH_SALT', new Secret(salt)]] : []),
    databases:
      name === undefined
        ? []
        : [
            {
              engine: engineOf(value('driver') ?? 'mysql'),
              host: value('host') ?? 'localhost',
              ...(port > 0 && port !== 3306 ? { port } : {}),
              name,
              user: value('username') ?? '',
              file,
              ...(password ? { password: new Secret(password) } : {}),
            },
          ],
  });
};
