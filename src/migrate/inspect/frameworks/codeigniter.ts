import { Secret } from '../../../secrets/secret.js';
import { parseEnvFile } from '../env-file.js';
import { settingsMap } from '../php-settings.js';
import { composerOf } from './composer.js';
import { engineOf, envHosts, envSecrets } from './dotenv.js';
import { type FoundDatabase, type Framework, framework, hostAndPort } from './framework.js';

/** CodeIgniter 2 and 3: `application/config/database.php`. */
export const codeigniter: Framework = ({ files, has }) => {
  const text = files.get('application/config/database.php');
  if (text === undefined && !has('application/config/config.php')) return undefined;
  const core = files.get('system/core/CodeIgniter.php') ?? '';
  const version = /CI_VERSION['"]?\s*(?:,|=)\s*['"]([\d.]+)/.exec(core)?.[1];
  const config = settingsMap(files.get('application/config/config.php') ?? '');
  const url = config.get('config.base_url');
  const key = config.get('config.encryption_key');
  return framework('codeigniter', {
    ...(version === undefined ? {} : { version }),
    uploads: ['uploads', 'upload', 'assets/uploads'],
    databases: groupsOf(settingsMap(text ?? ''), 'db', 'application/config/database.php'),
    baseUrls: url ? [url] : [],
    secrets: new Map(key ? [['ENCRYPTION_KEY', new Secret(key)]] : []),
  });
};

/** CodeIgniter 4: `app/Config/Database.php`, which `.env` overrides. */
export const codeigniter4: Framework = (folder) => {
  const { files, has } = folder;
  const { packages, php, extensions } = composerOf(folder);
  const isOurs = has('app/Config/App.php') || has('app/Config/Database.php');
  if (!has('spark') || !isOurs) return undefined;
  const env = parseEnvFile(files.get('.env') ?? '');
  const settings = settingsMap(files.get('app/Config/Database.php') ?? '');
  for (const [name, value] of env) {
    if (name.startsWith('database.')) settings.set(name.slice('database.'.length), value);
  }
  const core = files.get('system/CodeIgniter.php') ?? '';
  const version =
    packages.get('codeigniter4/framework') ?? /CI_VERSION\s*=\s*'([\d.]+)/.exec(core)?.[1];
  const url =
    env.get('app.baseURL') ?? settingsMap(files.get('app/Config/App.php') ?? '').get('baseURL');
  const file = env.has('database.default.database') ? '.env' : 'app/Config/Database.php';
  return framework('codeigniter', {
    version: version?.replace(/^[^\d]*/, '') ?? '4',
    docroot: 'public',
    uploads: ['writable/uploads', 'public/uploads'],
    databases: groupsOf(settings, '', file).slice(0, 1),
    baseUrls: url ? [url] : [],
    secrets: envSecrets(env),
    reaches: envHosts(env),
    extensions,
    ...(php === undefined ? {} : { phpConstraint: php }),
  });
};

/** Groups of `$db[group][key]`, the default one first. */
function groupsOf(settings: Map<string, string>, root: string, file: string): FoundDatabase[] {
  const prefix = root === '' ? '' : `${root}.`;
  const groups = [...settings.keys()].flatMap((path) =>
    path.startsWith(prefix) && path.endsWith('.database')
      ? [path.slice(prefix.length, -'.database'.length)]
      : [],
  );
  const ordered = [...new Set(groups)].sort((a) => (a === 'default' ? -1 : 1));
  return ordered.flatMap((group) => {
    const value = (key: string) => settings.get(`${prefix}${group}.${key}`);
    const name = value('database') ?? '';
    if (name === '' || /\btests?\b/.test(group)) return [];
    const password = value('password');
    const port = Number(value('port'));
    return [
      {
        engine: engineOf(value('dbdriver') ?? value('DBDriver') ?? 'mysqli'),
        ...hostAndPort(value('hostname') ?? 'localhost'),
        ...(port > 0 && port !== 3306 ? { port } : {}),
        name,
        user: value('username') ?? '',
        file,
        ...(password ? { password: new Secret(password) } : {}),
      },
    ];
  });
}
