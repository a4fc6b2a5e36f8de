import type { App, Database, Inventory, Runtime } from '../inventory/model.js';
import { overlaps } from '../inventory/paths.js';
import { shortDigest } from './digest.js';
import type { Materials } from './materials.js';
import type { ImageSpec } from './model.js';
import { imageRegistry } from './names.js';

/** Debian release that packages each version; see docs/decisions. */
const releases = {
  php: { '7.4': 'bullseye', '8.2': 'bookworm', '8.4': 'trixie' },
  node: { '18': 'bookworm', '20': 'trixie' },
  mariadb: { '10.5': 'bullseye', '10.11': 'bookworm', '11.8': 'trixie' },
  postgres: { '13': 'bullseye', '15': 'bookworm', '17': 'trixie' },
} as const;

type Recipe = ImageSpec['recipe'];

/** Reference of a Debian release's base image. */
export const debian = (release: string): string => `debian:${release}-slim`;

function baseOf(kind: keyof typeof releases, version: string): string {
  const release = (releases[kind] as Record<string, string>)[version];
  if (release === undefined) throw new Error(`no Debian release has ${kind} ${version}`);
  return debian(release);
}

/** The image an app's web, cron and release services run; `undefined` for a named `image:`. */
export function appImage(app: App, materials: Materials): ImageSpec | undefined {
  const { runtime } = app;
  if (runtime.kind === 'image') return undefined;
  return image(runtime.kind, app.engineName, app.server, materials, {
    base: runtimeBase(runtime),
    args: recipeArgs(app, runtime),
    source: app.source,
    app: app.id,
  });
}

/** The image of an app's database, shared by all apps with that engine and version. */
export function databaseImage(app: App, database: Database, materials: Materials): ImageSpec {
  const { kind, version } = database;
  return image(kind, `induk-${kind}-${version}`, app.server, materials, {
    base: baseOf(kind, version),
    args: {},
  });
}

/** One proxy image for each server. */
export function proxyImages(inventory: Inventory, materials: Materials): ImageSpec[] {
  return inventory.servers.map((server) =>
    image('caddy', 'induk-caddy', server.name, materials, { base: debian('trixie'), args: {} }),
  );
}

/** An image's description; its version is the digest of all it is made from. */
export function image(
  recipe: Recipe,
  name: string,
  server: string,
  materials: Materials,
  rest: Pick<ImageSpec, 'base' | 'args' | 'source' | 'app'>,
): ImageSpec {
  const version = shortDigest({
    recipe: materials.recipes[recipe],
    base: rest.base,
    args: rest.args,
    source: rest.app === undefined ? '' : (materials.sources[rest.app] ?? ''),
  });
  return { reference: `${imageRegistry}/${name}:${version}`, server, recipe, version, ...rest };
}

function runtimeBase(runtime: Exclude<Runtime, { kind: 'image' }>): string {
  if (runtime.kind === 'static') return debian('trixie');
  if (runtime.kind === 'php' && runtime.from !== undefined) return runtime.from;
  return baseOf(runtime.kind, runtime.version);
}

/**
 * The recipe lets no PHP run in storage, where people upload. The code of an app without a source,
 * one that was moved, is itself on a volume: that one stays out of the rule.
 */
function uploadFolders({ source, storage, runtime }: App): string[] {
  const folders = Object.values(storage);
  if (source !== undefined || runtime.kind !== 'php') return folders;
  return folders.filter((folder) => !overlaps(runtime.docroot, folder));
}

function recipeArgs(
  app: App,
  runtime: Exclude<Runtime, { kind: 'image' }>,
): Record<string, string> {
  const storage = uploadFolders(app).sort().join(' ');
  const build = runtime.build ?? '';
  if (runtime.kind === 'static') {
    return { PACKAGES: runtime.packages.join(' '), DOCROOT: runtime.docroot, BUILD: build };
  }
  if (runtime.kind === 'node') {
    // Debian's npm, only for those who call it.
    const tools = /\bnp[mx]\b/.test(build) ? 'npm' : '';
    return { PACKAGES: runtime.packages.join(' '), STORAGE: storage, TOOLS: tools, BUILD: build };
  }
  const extensions = runtime.extensions.map((name) => `php-${name}`);
  return {
    PACKAGES: [...new Set([...extensions, ...runtime.packages])].join(' '),
    DOCROOT: runtime.docroot,
    STORAGE: storage,
    BUILD: build,
    INI: Object.entries(runtime.ini)
      .map(([key, value]) => `${key}=${value}`)
      .join('\n'),
  };
}
