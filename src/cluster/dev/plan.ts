/** What a developer's machine runs of an app: its own recipe's image over its own folder. */

import { shortDigest } from '../../desired/digest.js';
import { appEnvironment, databaseServerEnvironment } from '../../desired/environment.js';
import { appImage, databaseImage } from '../../desired/images.js';
import type { Materials } from '../../desired/materials.js';
import { imageRegistry } from '../../desired/names.js';
import { socketDirectory } from '../../desired/service-parts.js';
import type { App, Site } from '../../inventory/model.js';
import { quote } from '../../server/quote.js';
import type { BuildSpec } from '../images/build.js';
import type { DevContainer } from './containers.js';

export interface DevPlace {
  /** Absolute path of the app's folder. */
  source: string;
  /** Folder with a file for each secret. */
  secrets: string;
  /** `uid:gid` of whose folder it is. */
  owner: string;
  port: number;
  /** `scripts` of package.json. */
  scripts: Record<string, string>;
}

export interface DevPlan {
  /** With `target` when only a stage of it is wanted. */
  image: BuildSpec & { target?: string };
  database?: { image: BuildSpec; container: DevContainer; volumes: string[] };
  /** One after the other, before the app. */
  before: DevContainer[];
  app: DevContainer;
  volumes: string[];
}

export function devPlan(app: App, site: Site, materials: Materials, place: DevPlace): DevPlan {
  const image = devImage(app, materials, place.scripts);
  const volumes = outside(app).map(([key]) => volumeOf(app, key));
  const common = {
    image: image.reference,
    ...(image.target === undefined ? {} : { entrypoint: ['/usr/local/bin/induk-entrypoint'] }),
    env: { ...appEnvironment(app, site), HOME: '/tmp', NODE_ENV: 'development' },
    binds: bindsOf(app, place),
  };
  const named = (part: string) => `induk-dev-${app.engineName}-${part}`;
  // What works in the folder does so as its owner, who else could not write there or could not
  // clean up afterwards.
  const owned = app.runtime.kind === 'static' ? {} : { user: place.owner };
  const shell = (text: string): string[] => ['sh', '-ec', text];
  const prepare = prepareText(app, place.scripts);
  const keep = volumesText(app, place.owner);
  const steps = [
    ...(keep === '' ? [] : [{ name: named('storage'), command: shell(keep), user: '0:0' }]),
    ...(prepare === ''
      ? []
      : [{ name: named('build'), command: shell(prepare), user: place.owner }]),
    ...(app.release === undefined
      ? []
      : [{ name: named('release'), command: shell(app.release), ...owned }]),
  ];
  const start = startOf(app, place.scripts);
  return {
    image,
    ...databaseOf(app, site, materials, place),
    before: steps.map((step) => ({ ...common, ...step })),
    app: {
      ...common,
      ...owned,
      ...(start === undefined ? {} : { command: start }),
      ...apacheOf(app, place.owner, common.env),
      name: named('web'),
      port: place.port,
    },
    volumes,
  };
}

/** The recipe's image without the source, which is mounted over it. */
function devImage(app: App, materials: Materials, scripts: DevPlace['scripts']): DevPlan['image'] {
  const bare = { ...app, engineName: `induk-dev-${app.engineName}` };
  const spec = appImage(bare, { ...materials, sources: {} });
  if (spec === undefined) throw new Error(`${app.id} is not built here`);
  const { source: _, ...rest } = spec;
  const args: Record<string, string> = { ...rest.args, BUILD: '' };
  const { runtime } = app;
  if (runtime.kind === 'node') {
    // npm is in the stage that builds, and a developer needs it.
    const tools = scripts.dev === undefined ? args : { ...args, TOOLS: 'npm' };
    return { ...versioned(rest, tools), target: 'build' };
  }
  if (runtime.kind === 'php' && /\bcomposer\b/.test(runtime.build ?? '')) {
    const packages = `${args.PACKAGES ?? ''} composer unzip`.trim();
    return versioned(rest, { ...args, PACKAGES: packages });
  }
  return versioned(rest, runtime.kind === 'static' ? { ...args, DOCROOT: '' } : args);
}

function versioned(spec: Omit<BuildSpec, 'source'>, args: Record<string, string>): BuildSpec {
  const version = shortDigest({ before: spec.version, args });
  const name = spec.reference.slice(imageRegistry.length + 1).split(':')[0];
  return { ...spec, args, version, reference: `${imageRegistry}/${name}:${version}` };
}

const volumeOf = ({ engineName }: App, key: string): string => `induk-dev-${engineName}-${key}`;

/** Storage inside the app's folder is a folder of it; the rest needs volumes. */
const outside = ({ storage }: App): [string, string][] =>
  Object.entries(storage).filter(([, path]) => !path.startsWith('/app/'));

function bindsOf(app: App, { source, secrets }: DevPlace): string[] {
  const { runtime, database } = app;
  const docroot = runtime.kind === 'static' ? runtime.docroot : '';
  return [
    `${docroot === '' || docroot === '.' ? source : `${source}/${docroot}`}:/app`,
    `${secrets}:/run/secrets:ro`,
    ...outside(app).map(([key, path]) => `${volumeOf(app, key)}:${path}`),
    ...(database === undefined
      ? []
      : [`${volumeOf(app, 'socket')}:${socketDirectory[database.kind]}`]),
  ];
}

function databaseOf(
  app: App,
  site: Site,
  materials: Materials,
  { secrets }: DevPlace,
): Pick<DevPlan, 'database'> {
  const { database } = app;
  if (database === undefined) return {};
  const image = databaseImage(app, database, materials);
  const data = database.kind === 'mariadb' ? '/var/lib/mysql' : '/var/lib/postgresql/data';
  const [own, socket] = [volumeOf(app, 'db'), volumeOf(app, 'socket')];
  const container = {
    name: `induk-dev-${app.engineName}-db`,
    image: image.reference,
    env: databaseServerEnvironment(app, site),
    binds: [
      `${own}:${data}`,
      `${socket}:${socketDirectory[database.kind]}`,
      `${secrets}/DB_PASSWORD:/run/secrets/DB_PASSWORD:ro`,
    ],
  };
  return { database: { image, container, volumes: [own, socket] } };
}

/** A new volume belongs to the recipe's own account. */
function volumesText(app: App, owner: string): string {
  const paths = outside(app).map(([, path]) => path);
  const isOurs = app.runtime.kind === 'node' || app.runtime.kind === 'php';
  return isOurs && paths.length > 0 ? quote(['chown', owner, ...paths]) : '';
}

/**
 * Apache as the folder's owner. It does not serve as root: in root's folder it stays www-data, and
 * may write there all the same.
 */
function apacheOf({ runtime }: App, owner: string, env: DevContainer['env']) {
  if (runtime.kind !== 'php') return {};
  if (!owner.startsWith('0:')) {
    const places = { APACHE_RUN_DIR: '/tmp', APACHE_LOCK_DIR: '/tmp' };
    return { env: { ...env, ...places, APACHE_PID_FILE: '/tmp/apache2.pid' } };
  }
  // a base of one's own may be too old to have setpriv
  if (runtime.from !== undefined) return { user: undefined };
  const account = ['--reuid=www-data', '--regid=www-data', '--init-groups'];
  const rights = ['--inh-caps=+dac_override', '--ambient-caps=+dac_override'];
  return { command: ['setpriv', ...account, ...rights, 'induk-apache'] };
}

/** What must be there before the app can start, in its folder. */
function prepareText({ runtime }: App, scripts: DevPlace['scripts']): string {
  if (runtime.kind === 'image' || runtime.kind === 'static') return '';
  if (runtime.kind === 'php' || scripts.dev === undefined) return runtime.build ?? '';
  // Not the build itself, which throws away what only development needs.
  const quiet = '--no-audit --no-fund';
  const fresh = `if [ -e package-lock.json ]; then npm ci ${quiet}; else npm install ${quiet}; fi`;
  const install = `[ -d node_modules ] || ${fresh}`;
  return scripts.build === undefined ? install : `${install}\nnpm run build`;
}

/** A start that notices changes; PHP and files need none. */
function startOf({ runtime }: App, scripts: DevPlace['scripts']): string[] | undefined {
  if (runtime.kind !== 'node') return undefined;
  if (scripts.dev !== undefined) return ['npm', 'run', 'dev'];
  const [program, ...args] = runtime.start;
  if (program === 'node') return ['node', '--watch', ...args];
  return runtime.start.length === 0 ? undefined : runtime.start;
}
