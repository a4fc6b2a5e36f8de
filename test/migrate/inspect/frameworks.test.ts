import { expect, it } from 'vitest';
import { recognise } from '../../../src/migrate/inspect/frameworks/all.js';
import type { AppFolder } from '../../../src/migrate/inspect/frameworks/framework.js';
import { plain } from '../../../src/migrate/inspect/frameworks/plain.js';

/** A folder with these files; `null` is one that is there and could not be read. */
function folder(files: Record<string, string | null>): AppFolder {
  const read = Object.entries(files).filter(([, text]) => text !== null) as [string, string][];
  return { path: '/srv/a', files: new Map(read), has: (file) => Object.hasOwn(files, file) };
}

const cases: [string, Record<string, string | null>, object][] = [
  [
    'CodeIgniter 2',
    {
      'application/config/config.php': "<?php $config['base_url'] = 'http://10.1.1.1/a/';",
      'application/config/database.php':
        "<?php $db['default']['hostname'] = 'localhost'; $db['default']['username'] = 'u';\n$db['default']['password'] = 'p'; $db['default']['database'] = 'd'; $db['default']['dbdriver'] = 'mysql';",
      'system/core/CodeIgniter.php': "define('CI_VERSION', '2.2.6');",
    },
    { name: 'codeigniter', version: '2.2.6', baseUrls: ['http://10.1.1.1/a/'] },
  ],
  [
    'CodeIgniter 4 with .env over its defaults',
    {
      spark: '',
      'app/Config/App.php': "<?php class App { public string $baseURL = 'http://a/'; }",
      'app/Config/Database.php':
        "<?php class D { public array $default = ['hostname' => 'localhost', 'username' => '', 'password' => '', 'database' => '', 'DBDriver' => 'MySQLi', 'port' => 3306]; }",
      '.env':
        'database.default.database = d\ndatabase.default.username = u\ndatabase.default.password = p\n',
      'composer.lock': '"name": "codeigniter4/framework",\n  "version": "v4.4.8",',
    },
    { name: 'codeigniter', version: '4.4.8', docroot: 'public' },
  ],
  [
    'Yii 2, basic',
    {
      yii: '',
      'config/db.php':
        "<?php return ['class' => 'yii\\db\\Connection', 'dsn' => 'mysql:host=localhost;dbname=d', 'username' => 'u', 'password' => 'p'];",
      'composer.lock': '"name": "yiisoft/yii2",\n "version": "2.0.45",',
    },
    { name: 'yii', version: '2.0.45', docroot: 'web' },
  ],
  [
    'Yii 1',
    {
      'protected/config/main.php':
        "<?php return array('components' => array('db' => array('connectionString' => 'mysql:host=localhost;dbname=d', 'username' => 'u', 'password' => 'p')));",
    },
    { name: 'yii', version: '1' },
  ],
  [
    'Joomla',
    {
      'configuration.php':
        "<?php class JConfig { public $dbtype = 'mysqli'; public $host = 'localhost'; public $user = 'u'; public $password = 'p'; public $db = 'd'; public $mailer = 'mail'; }",
      'libraries/src/Version.php': 'MAJOR_VERSION = 3; MINOR_VERSION = 10; PATCH_VERSION = 12;',
    },
    { name: 'joomla', version: '3.10.12', mail: ['mail()'] },
  ],
  [
    'Drupal',
    {
      'core/lib/Drupal.php': "const VERSION = '9.5.11';",
      'sites/default/settings.php':
        "<?php $databases['default']['default'] = array('database' => 'd', 'username' => 'u', 'password' => 'p', 'host' => 'localhost', 'driver' => 'mysql');",
    },
    { name: 'drupal', version: '9.5.11' },
  ],
  [
    'WordPress',
    {
      'wp-config.php':
        "<?php define('DB_NAME', 'd'); define('DB_USER', 'u'); define('DB_PASSWORD', 'p'); define('DB_HOST', 'localhost:/run/x.sock');",
      'wp-includes/version.php': "$wp_version = '5.9.2';",
    },
    { name: 'wordpress', version: '5.9.2' },
  ],
];

it.each(cases)('recognises %s and its database', (_, files, expected) => {
  const found = recognise(folder(files));
  expect(found).toMatchObject(expected);
  const [database] = found?.databases ?? [];
  expect(database).toMatchObject({ engine: 'mariadb', host: 'localhost', name: 'd', user: 'u' });
  expect(database?.password?.reveal()).toBe('p');
});

it.each([
  ['wordpress', { 'wp-config.php': null, 'wp-includes/version.php': "$wp_version = '6.1';" }],
  ['mediawiki', { 'LocalSettings.php': null }],
  ['joomla', { 'configuration.php': null, 'libraries/src/Version.php': '' }],
  ['drupal', { 'core/lib/Drupal.php': '', 'sites/default/settings.php': null }],
])('recognises %s whose settings are closed', (name, files) => {
  expect(recognise(folder(files))).toMatchObject({ name, databases: [] });
});

it('knows the folders that a wiki needs besides its own', () => {
  const platform =
    "<?php\n$wgCacheDirectory = '/var/cache/mediawiki';\n$wgUploadDirectory = '/srv/a/images';";
  const found = recognise(
    folder({ 'LocalSettings.php': '<?php', 'includes/PlatformSettings.php': platform }),
  );
  expect(found?.outside).toEqual({ cache: '/var/cache/mediawiki' });
});

it('finds the database of plain PHP by the calls and the names people use', () => {
  const found = plain(
    folder({
      'inc/koneksi.php':
        "<?php $host='localhost'; $user='u1'; $pass='p1'; $k = mysqli_connect($host, $user, $pass, 'd1');",
      'lib/db.php': "<?php $pdo = new PDO('pgsql:host=10.0.0.9;port=5433;dbname=d2', 'u2', 'p2');",
      'konfig.php':
        "<?php $cfg = ['db_host' => 'localhost', 'db_user' => 'u3', 'db_pass' => 'p3', 'db_name' => 'd3'];",
      'cron/set.ini': 'host = 127.0.0.1\nuser = u4\nsandi = "p;4"\nbasis = d4\n',
    }),
  );
  expect(
    found.databases.map(({ engine, host, port, name, user, password }) => [
      engine,
      host,
      port,
      name,
      user,
      password?.reveal(),
    ]),
  ).toEqual([
    ['unknown', 'localhost', undefined, 'd3', 'u3', 'p3'],
    ['mariadb', 'localhost', undefined, 'd1', 'u1', 'p1'],
    ['postgres', '10.0.0.9', 5433, 'd2', 'u2', 'p2'],
    ['unknown', '127.0.0.1', undefined, 'd4', 'u4', 'p;4'],
  ]);
});

it('takes nothing for a framework that is none', () => {
  expect(
    recognise(folder({ 'index.php': '<?php', 'configuration.php': '<?php $a = 1;' })),
  ).toBeUndefined();
});
