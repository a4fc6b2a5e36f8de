import { Secret } from '../../../secrets/secret.js';
import { phpCalls, phpSettings } from '../php-settings.js';
import {
  type AppFolder,
  type FoundDatabase,
  type FoundFramework,
  framework,
  hostAndPort,
} from './framework.js';
import { parseDsn } from './yii.js';

const keys = {
  host: /^(db|database|mysql)?_?(host|hostname|server|servername|dbhost|peladen)$/i,
  user: /^(db|database|mysql)?_?(user|username|dbuser|usr|uname|pengguna)$/i,
  password: /^(db|database|mysql)?_?(pass|password|passwd|pwd|dbpass|dbpassword|sandi)$/i,
  name: /^(db|database|mysql)?_?(name|dbname|database|db|basis|basisdata|nama_db|schema)$/i,
};

/** PHP without a framework that is known: databases by the calls and names people use. */
export function plain({ files }: AppFolder): FoundFramework {
  const databases: FoundDatabase[] = [];
  for (const [file, text] of files) {
    if (!/\.(php|inc|ini)$/.test(file)) continue;
    const found = file.endsWith('.ini') ? fromIni(text, file) : fromPhp(text, file);
    for (const one of found) {
      if (!databases.some((other) => isSame(one, other))) databases.push(one);
    }
  }
  return framework('php', {
    databases: databases.sort((a, b) => rank(a) - rank(b)),
    baseUrls: baseUrlsOf(files),
    uploads: ['uploads', 'upload', 'berkas', 'files', 'dokumen', 'foto', 'gambar'],
  });
}

/** The app's own settings before those of its jobs. */
const rank = ({ file }: FoundDatabase) =>
  (/(^|\/)(cron|job|script|bin)s?\//i.test(file) ? 100 : 0) + file.split('/').length;

const isSame = (one: FoundDatabase, other: FoundDatabase) =>
  one.name === other.name && one.user === other.user;

function fromPhp(text: string, file: string): FoundDatabase[] {
  const called = fromCalls(text, file);
  return called.length > 0 ? called : fromNames(phpSettings(text), file);
}

function fromCalls(text: string, file: string): FoundDatabase[] {
  const found: FoundDatabase[] = [];
  const names = ['mysqli_connect', 'mysqli', 'PDO', 'mysql_connect'];
  for (const { name, values } of phpCalls(text, names)) {
    const [first, second, third, fourth] = values;
    if (name === 'PDO') {
      const dsn = parseDsn(first ?? '');
      if (dsn) found.push({ ...dsn, user: second ?? '', file, ...passwordOf(third) });
    } else if (first !== undefined && second !== undefined) {
      const database = fourth ?? phpCalls(text, ['mysql_select_db', 'mysqli_select_db'])[0]?.values;
      const chosen = Array.isArray(database) ? database.find((value) => value) : database;
      const place = hostAndPort(first);
      const rest = { name: chosen ?? '', user: second, file };
      found.push({ engine: 'mariadb', ...place, ...rest, ...passwordOf(third) });
    }
  }
  return found;
}

const passwordOf = (value: string | undefined) => (value ? { password: new Secret(value) } : {});

/** `$konfig['db_pass']`, `$pass`, `DB_PASS`: keys beside each other that mean the same thing. */
function fromNames(settings: { path: string[]; value: string }[], file: string): FoundDatabase[] {
  const groups = new Map<string, Partial<Record<keyof typeof keys, string>>>();
  for (const { path, value } of settings) {
    const key = path.at(-1) ?? '';
    const group = groups.get(path.slice(0, -1).join('.')) ?? {};
    for (const [kind, pattern] of Object.entries(keys) as [keyof typeof keys, RegExp][]) {
      if (pattern.test(key)) group[kind] ??= value;
    }
    groups.set(path.slice(0, -1).join('.'), group);
  }
  return [...groups.values()].flatMap(({ host, user, password, name }) =>
    user !== undefined && name !== undefined && password !== undefined
      ? [
          {
            engine: 'unknown',
            ...hostAndPort(host ?? 'localhost'),
            name,
            user,
            file,
            ...passwordOf(password),
          },
        ]
      : [],
  );
}

function fromIni(text: string, file: string): FoundDatabase[] {
  const settings = text.split(/\r?\n/).flatMap((line) => {
    const match = /^\s*([\w.]+)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^;]*?))\s*(?:;.*)?$/.exec(line);
    const value = match?.[2] ?? match?.[3] ?? match?.[4];
    return match === null || value === undefined ? [] : [{ path: [match[1] as string], value }];
  });
  return fromNames(settings, file);
}

function baseUrlsOf(files: ReadonlyMap<string, string>): string[] {
  const found = [...files].flatMap(([file, text]) =>
    file.endsWith('.php')
      ? phpSettings(text).flatMap(({ path, value }) =>
          /^(base_?url|site_?url|url)$/i.test(path.at(-1) ?? '') && /^https?:/.test(value)
            ? [value]
            : [],
        )
      : [],
  );
  return [...new Set(found)];
}
