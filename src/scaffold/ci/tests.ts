import type { App } from '../../inventory/model.js';
import type { Tests } from './pipeline.js';

/** What an app's folder tells about its tests. */
export interface Project {
  /** `scripts.test` of package.json is there, and a lock file. */
  npm?: { hasLock: boolean };
  hasComposer: boolean;
  /** There is a phpunit.xml. */
  hasPhpunit: boolean;
}

/** The tests an app can be given; undefined for one without any. */
export function testsOf(app: App, project: Project, command?: string): Tests | undefined {
  const found = command === undefined ? ownTests(app, project) : [command];
  if (found === undefined) return undefined;
  const database = databaseOf(app);
  const prepared = [...packagesOf(app, project), ...found];
  return { image: imageOf(app, project), commands: prepared, ...(database && { database }) };
}

function ownTests({ runtime }: App, project: Project): string[] | undefined {
  const { npm, hasComposer, hasPhpunit } = project;
  if (runtime.kind === 'php') {
    const lint = `find . -name '*.php' -not -path './vendor/*' -print0 | xargs -0 -r -n1 php -l`;
    if (hasComposer) return [lint, 'composer install --no-interaction', 'composer test'];
    return hasPhpunit ? [lint, 'phpunit --do-not-cache-result'] : [lint];
  }
  if (npm === undefined) return undefined;
  return [`npm ${npm.hasLock ? 'ci' : 'install'} --no-audit --no-fund`, 'npm test'];
}

/** Debian release that packages each version of PHP. */
const releases: Record<string, string> = { '7.4': 'bullseye', '8.2': 'bookworm', '8.4': 'trixie' };

function imageOf({ runtime }: App, { npm }: Project): string {
  if (runtime.kind === 'node') return `node:${runtime.version}`;
  if (runtime.kind === 'php') {
    return runtime.from ?? `debian:${releases[runtime.version] ?? 'trixie'}`;
  }
  // A site's checks run where npm is, whatever the site itself is served by.
  return npm === undefined ? 'debian:trixie' : 'node:20';
}

/** On PHP's way from Debian, as on the server: the same packages, and what only tests need. */
function packagesOf({ runtime }: App, { hasComposer, hasPhpunit }: Project): string[] {
  if (runtime.kind !== 'php' || runtime.from !== undefined) return [];
  const tools = hasComposer ? ['composer', 'git', 'unzip'] : hasPhpunit ? ['phpunit'] : [];
  const extensions = runtime.extensions.map((name) => `php-${name}`);
  const wanted = [...new Set(['php-cli', ...extensions, ...runtime.packages, ...tools])];
  return ['apt-get update -q', `apt-get install -qy --no-install-recommends ${wanted.join(' ')}`];
}

/**
 * A database that lives as long as the tests; its password protects nothing. Tests find it by the
 * same variables as on the server.
 */
function databaseOf({ database }: App): Tests['database'] | undefined {
  if (database === undefined) return undefined;
  const { kind, version } = database;
  const name = { DB_HOST: 'database', DB_NAME: 'uji', DB_USER: 'uji', DB_PASSWORD: 'uji' };
  if (kind === 'postgres') {
    return {
      image: `postgres:${version}`,
      env: { POSTGRES_USER: 'uji', POSTGRES_PASSWORD: 'uji', POSTGRES_DB: 'uji' },
      variables: { ...name, DATABASE_URL: 'postgres://uji:uji@database:5432/uji' },
      health: 'pg_isready',
    };
  }
  return {
    image: `mariadb:${version}`,
    env: {
      MARIADB_USER: 'uji',
      MARIADB_PASSWORD: 'uji',
      MARIADB_DATABASE: 'uji',
      MARIADB_RANDOM_ROOT_PASSWORD: '1',
    },
    variables: { ...name, DATABASE_URL: 'mysql://uji:uji@database:3306/uji' },
    health: 'healthcheck.sh --connect',
  };
}
