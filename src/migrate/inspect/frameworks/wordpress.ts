import { Secret } from '../../../secrets/secret.js';
import { settingsMap } from '../php-settings.js';
import { type Framework, framework, hostAndPort } from './framework.js';

export const wordpress: Framework = ({ files, has }) => {
  const config = files.get('wp-config.php') ?? '';
  if (!has('wp-includes/version.php') && !config.includes('ABSPATH')) return undefined;
  const settings = settingsMap(config);
  const version = /\$wp_version\s*=\s*'([\d.]+)/.exec(files.get('wp-includes/version.php') ?? '');
  const name = settings.get('DB_NAME');
  const password = settings.get('DB_PASSWORD');
  const urls = ['WP_HOME', 'WP_SITEURL'].flatMap((key) => settings.get(key) ?? []);
  return framework('wordpress', {
    ...(version ? { version: version[1] as string } : {}),
    uploads: ['wp-content/uploads'],
    baseUrls: urls,
    databases:
      name === undefined
        ? []
        : [
            {
              engine: 'mariadb',
              ...hostAndPort(settings.get('DB_HOST') ?? 'localhost'),
              name,
              user: settings.get('DB_USER') ?? '',
              file: 'wp-config.php',
              ...(password === undefined ? {} : { password: new Secret(password) }),
            },
          ],
  });
};
