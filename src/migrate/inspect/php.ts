/** PHP as a host has it: versions, settings that differ from PHP's own, extensions. */
import { baseName } from './paths.js';

/** What one PHP of the host brings to the apps it runs. */
export interface HostPhp {
  version: string;
  /** `apache2`, `fpm`, `cgi` or `cli`. */
  sapi: string;
  ini: Record<string, string>;
  /** Modules that are turned on, by their own names. */
  modules: string[];
  /** Account of its pools, when it has pools. */
  user?: string;
}

/** From /etc/php/<version>/<sapi>/. */
export function hostPhps(files: ReadonlyMap<string, string>): HostPhp[] {
  const found = new Map<string, HostPhp>();
  // As PHP reads them: php.ini, then conf.d in the order of its names, then the pools.
  const rank = (path: string) => (path.endsWith('/php.ini') ? `0${path}` : `1${path}`);
  for (const [path, text] of [...files].sort(([a], [b]) => (rank(a) < rank(b) ? -1 : 1))) {
    const match = /^\/etc\/php\/([\d.]+)\/(\w+)\/(php\.ini|conf\.d\/.+|pool\.d\/.+)$/.exec(path);
    if (match === null) continue;
    const [, version = '', sapi = '', file = ''] = match;
    const key = `${version}/${sapi}`;
    const one: HostPhp = found.get(key) ?? { version, sapi, ini: {}, modules: [] };
    found.set(key, one);
    if (file.startsWith('pool.d/')) addPool(one, text);
    else add(one, file, text);
  }
  return [...found.values()];
}

function add(php: HostPhp, file: string, text: string): void {
  if (file.startsWith('conf.d/') && /^\s*(zend_)?extension\s*=/m.test(text)) {
    php.modules.push(
      baseName(file)
        .replace(/^\d+-/, '')
        .replace(/\.ini$/, ''),
    );
  }
  Object.assign(php.ini, iniOf(text));
}

function addPool(php: HostPhp, text: string): void {
  for (const [, key = '', value = ''] of text.matchAll(
    /^\s*php(?:_admin)?_(?:value|flag)\[([\w.]+)\]\s*=\s*(.*?)\s*$/gm,
  )) {
    php.ini[key] = value;
  }
  const user = /^\s*user\s*=\s*(\S+)/m.exec(text)?.[1];
  if (user !== undefined) php.user ??= user;
}

function iniOf(text: string): Record<string, string> {
  const lines = [...text.matchAll(/^\s*([A-Za-z_][\w.]*)\s*=[ \t]*(.*?)[ \t]*\r?$/gm)];
  return Object.fromEntries(
    lines
      .map(([, key = '', value = '']) => [
        key,
        value.replace(/\s*;.*$/, '').replace(/^"(.*)"$/, '$1'),
      ])
      .filter(([key]) => key !== 'extension' && key !== 'zend_extension'),
  );
}

/**
 * Settings an app can depend on, with what Debian's php.ini says: php.ini-production. `undefined`
 * stands for a setting that is not in it.
 */
const usual: Record<string, string | undefined> = {
  memory_limit: '128M',
  post_max_size: '8M',
  upload_max_filesize: '2M',
  max_file_uploads: '20',
  max_execution_time: '30',
  max_input_time: '60',
  max_input_vars: undefined,
  short_open_tag: 'Off',
  default_charset: 'UTF-8',
  'date.timezone': undefined,
  output_buffering: '4096',
  default_socket_timeout: '60',
  auto_prepend_file: '',
  auto_append_file: '',
  allow_url_fopen: 'On',
  allow_url_include: 'Off',
  'session.gc_maxlifetime': '1440',
  'session.cookie_lifetime': '0',
  'mbstring.internal_encoding': undefined,
  'mbstring.func_overload': undefined,
  precision: '14',
  serialize_precision: '-1',
};

/** The settings that differ from the usual and are worth carrying over. */
export function iniDifferences(ini: Readonly<Record<string, string>>): Record<string, string> {
  const entries = Object.entries(ini).filter(
    ([key, value]) => key in usual && value !== '' && !isSame(value, usual[key]),
  );
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
}

const switches: Record<string, string> = {
  on: '1',
  yes: '1',
  true: '1',
  off: '0',
  no: '0',
  false: '0',
};

const isSame = (one: string, other: string | undefined) =>
  other !== undefined && plainly(one) === plainly(other);

const plainly = (text: string) => switches[text.toLowerCase()] ?? text.toUpperCase();

/** A module of PHP → Debian's package `php-<name>` that has it; the rest is in every PHP. */
const packages: Record<string, string> = {
  mysqli: 'mysql',
  mysqlnd: 'mysql',
  pdo_mysql: 'mysql',
  pgsql: 'pgsql',
  pdo_pgsql: 'pgsql',
  sqlite3: 'sqlite3',
  pdo_sqlite: 'sqlite3',
  dom: 'xml',
  simplexml: 'xml',
  xml: 'xml',
  xmlreader: 'xml',
  xmlwriter: 'xml',
  xsl: 'xml',
  curl: 'curl',
  gd: 'gd',
  intl: 'intl',
  mbstring: 'mbstring',
  zip: 'zip',
  soap: 'soap',
  bcmath: 'bcmath',
  gmp: 'gmp',
  ldap: 'ldap',
  imap: 'imap',
  tidy: 'tidy',
  xmlrpc: 'xmlrpc',
  bz2: 'bz2',
  redis: 'redis',
  memcached: 'memcached',
  memcache: 'memcache',
  imagick: 'imagick',
  apcu: 'apcu',
  ssh2: 'ssh2',
};

/** What in the code needs which package. */
const uses: [RegExp, string][] = [
  [/^(mysqli_connect|new mysqli|mysqli|mysql_connect)$/, 'mysql'],
  [/^pg_connect$/, 'pgsql'],
  [/^curl_/, 'curl'],
  [/^imagecreate/, 'gd'],
  [/^mb_/, 'mbstring'],
  [/^(simplexml_|DOMDocument|new DOMDocument|XMLReader|xml_parser)/, 'xml'],
  [/ZipArchive$/, 'zip'],
  [/^(IntlDateFormatter|NumberFormatter|Collator)$/, 'intl'],
  [/SoapClient$/, 'soap'],
  [/^ldap_/, 'ldap'],
  [/^imap_/, 'imap'],
  [/^bc(add|sub|mul|div|mod|pow)$/, 'bcmath'],
  [/^gmp_/, 'gmp'],
  [/SQLite3$/, 'sqlite3'],
  [/Redis$/, 'redis'],
  [/Memcached?$/, 'memcached'],
  [/Imagick$/, 'imagick'],
  [/^xmlrpc_/, 'xmlrpc'],
];

/**
 * Splits the packages a host has into those an app needs and those nothing asks for.
 * @param seen functions and classes met in the app's code
 * @param asked packages its framework or composer asks for
 */
export function extensionsOf(
  modules: readonly string[],
  seen: readonly string[],
  asked: readonly string[],
): { used: string[]; unused: string[]; missing: string[] } {
  const present = new Set(modules.flatMap((name) => packages[name] ?? []));
  const wanted = new Set([
    ...seen.flatMap((name) => uses.filter(([pattern]) => pattern.test(name)).map(([, own]) => own)),
    ...asked.flatMap((name) => packages[name] ?? []),
  ]);
  return {
    used: [...present].filter((name) => wanted.has(name)).sort(),
    unused: [...present].filter((name) => !wanted.has(name)).sort(),
    missing: [...wanted].filter((name) => !present.has(name)).sort(),
  };
}

/** Signs in the code that it does not run on newer PHP: function → first version without it. */
const gone: [RegExp, string, string][] = [
  [/^mysql_connect$/, 'mysql_connect()', '7.0'],
  [/^ereg/, 'ereg()', '7.0'],
  [/^mcrypt_/, 'mcrypt', '7.2'],
  [/^create_function$/, 'create_function()', '8.0'],
  [/^each$/, 'each()', '8.0'],
];

/** The lowest version of PHP that lacks something the code calls. */
export function upperBound(seen: readonly string[]): { what: string; below: string } | undefined {
  const found = gone.find(([pattern]) => seen.some((name) => pattern.test(name)));
  return found === undefined ? undefined : { what: found[1], below: found[2] };
}
