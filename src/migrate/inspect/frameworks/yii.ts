import { Secret } from '../../../secrets/secret.js';
import { settingsMap } from '../php-settings.js';
import { composerOf } from './composer.js';
import { engineOf } from './dotenv.js';
import { type FoundDatabase, type Framework, framework } from './framework.js';

const files2 = ['config/db.php', 'common/config/main-local.php', 'common/config/main.php'];

/** Yii 1 (`protected/config/main.php`) and 2 (basic and advanced template). */
export const yii: Framework = (folder) => {
  const { files, has } = folder;
  const one = files.get('protected/config/main.php');
  const two = files2.find((file) => files.has(file));
  const { packages, php, extensions } = composerOf(folder);
  const version = packages.get('yiisoft/yii2') ?? packages.get('yiisoft/yii');
  if (one === undefined && !(has('yii') && two !== undefined)) return undefined;
  const file = one === undefined ? (two as string) : 'protected/config/main.php';
  return framework('yii', {
    version: version?.replace(/^[^\d]*/, '') ?? (one === undefined ? '2' : '1'),
    ...(one === undefined ? { docroot: has('config/db.php') ? 'web' : 'frontend/web' } : {}),
    uploads: ['uploads', 'web/uploads', 'frontend/web/uploads'],
    databases: databasesOf(files.get(file) ?? '', file),
    extensions,
    ...(php === undefined ? {} : { phpConstraint: php }),
  });
};

/** `'dsn' => 'mysql:host=a;dbname=b'` beside username and password, at whatever depth. */
function databasesOf(text: string, file: string): FoundDatabase[] {
  const settings = settingsMap(text);
  return [...settings].flatMap(([path, value]) => {
    const match = /^(.*?)(?:dsn|connectionString)$/.exec(path);
    const dsn = parseDsn(value);
    if (match === null || dsn === undefined) return [];
    const password = settings.get(`${match[1]}password`);
    return [
      {
        ...dsn,
        user: settings.get(`${match[1]}username`) ?? '',
        file,
        ...(password ? { password: new Secret(password) } : {}),
      },
    ];
  });
}

/** A data source name of PDO: https://www.php.net/manual/en/pdo.construct.php */
export function parseDsn(dsn: string): Omit<FoundDatabase, 'user' | 'file'> | undefined {
  const [, kind = '', rest = ''] = /^(mysql|pgsql):(.*)$/.exec(dsn) ?? [];
  if (kind === '') return undefined;
  const part = (name: string) => new RegExp(`(?:^|[;\\s])${name}=([^;\\s]+)`).exec(rest)?.[1];
  const port = Number(part('port'));
  return {
    engine: engineOf(kind),
    host: part('host') ?? 'localhost',
    ...(port > 0 ? { port } : {}),
    name: part('dbname') ?? '',
  };
}
