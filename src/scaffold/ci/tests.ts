import type { App } from '../../inventory/model.js';
import type { Tests } from './pipeline.js';

/** What an app's folder tells about its tests. */
export interface Project {
  /** `scripts.test` of package.json is there, and a lock file. */
  npm?: { hasLock: boolean };
  hasComposer: boolean;
}

/** The tests an app can be given; undefined for one without any. */
export function testsOf(app: App, project: Project, command?: string): Tests | undefined {
  const found = command === undefined ? ownTests(app, project) : [command];
  if (found === undefined) return undefined;
  const database = databaseOf(app);
  return { image: imageOf(app), commands: found, ...(database && { database }) };
}

function ownTests({ runtime }: App, { npm, hasComposer }: Project): string[] | undefined {
  if (runtime.kind === 'node' && npm !== undefined) {
    return [`npm ${npm.hasLock ? 'ci' : 'install'} --no-audit --no-fund`, 'npm test'];
  }
  if (runtime.kind !== 'php') return undefined;
  const lint = `find . -name '*.php' -not -path './vendor/*' -print0 | xargs -0 -r -n1 php -l`;
  return [lint, ...(hasComposer ? ['composer install --no-interaction', 'composer test'] : [])];
}

function imageOf({ runtime }: App): string {
  if (runtime.kind === 'node') return `node:${runtime.version}`;
  return runtime.kind === 'php' ? `php:${runtime.version}-cli` : 'debian:trixie';
}

/** A database that lives as long as the tests; its password protects nothing. */
function databaseOf({ database }: App): Tests['database'] | undefined {
  if (database === undefined) return undefined;
  const { kind, version } = database;
  if (kind === 'postgres') {
    return {
      image: `postgres:${version}`,
      env: { POSTGRES_USER: 'uji', POSTGRES_PASSWORD: 'uji', POSTGRES_DB: 'uji' },
      url: 'postgres://uji:uji@database:5432/uji',
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
    url: 'mysql://uji:uji@database:3306/uji',
    health: 'healthcheck.sh --connect',
  };
}
