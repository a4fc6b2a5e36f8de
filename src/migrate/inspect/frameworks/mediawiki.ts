import { Secret } from '../../../secrets/secret.js';
import { isBelow } from '../paths.js';
import { settingsMap } from '../php-settings.js';
import { engineOf } from './dotenv.js';
import { type Framework, framework, hostAndPort } from './framework.js';

/** Where it keeps what must be there for any page, as Debian's package and its settings say. */
const folders = { cache: 'wgCacheDirectory', images: 'wgUploadDirectory' };

export const mediawiki: Framework = ({ path, files, has }) => {
  if (!has('LocalSettings.php')) return undefined;
  const text = files.get('LocalSettings.php') ?? '';
  const settings = settingsMap(text);
  const version = /MW_VERSION'?\s*,\s*'([\d.]+)/.exec(files.get('includes/Defines.php') ?? '')?.[1];
  const name = settings.get('wgDBname');
  const password = settings.get('wgDBpassword');
  const url = settings.get('wgServer');
  const platform = settingsMap(files.get('includes/PlatformSettings.php') ?? '');
  const outside = Object.entries(folders).flatMap(([volume, key]) => {
    const folder = settings.get(key) ?? platform.get(key) ?? '';
    return folder.startsWith('/') && !isBelow(folder, path) ? [[volume, folder]] : [];
  });
  const secrets = ['wgSecretKey', 'wgUpgradeKey'].flatMap((key) => {
    const value = settings.get(key);
    const stored = key.replace(/([a-z])([A-Z])/g, '$1_$2').toUpperCase();
    return value ? [[stored, new Secret(value)] as const] : [];
  });
  return framework('mediawiki', {
    ...(version === undefined ? {} : { version }),
    uploads: ['images'],
    outside: Object.fromEntries(outside),
    baseUrls: url ? [url] : [],
    secrets: new Map(secrets),
    mail: settings.get('wgEnableEmail') === 'true' ? ['mail()'] : [],
    databases:
      name === undefined
        ? []
        : [
            {
              engine: engineOf(settings.get('wgDBtype') ?? 'mysql'),
              ...hostAndPort(settings.get('wgDBserver') ?? 'localhost'),
              name,
              user: settings.get('wgDBuser') ?? '',
              file: 'LocalSettings.php',
              ...(password ? { password: new Secret(password) } : {}),
            },
          ],
  });
};
