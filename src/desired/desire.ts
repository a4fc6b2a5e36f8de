import type { App, AppId, Inventory } from '../inventory/model.js';
import { cronServiceOf, releaseJob, webService } from './app-services.js';
import { backupsOf } from './backups.js';
import { databaseServiceOf } from './database-service.js';
import { shortDigest } from './digest.js';
import { requiredSecrets } from './environment.js';
import { appImage, databaseImage, proxyImages } from './images.js';
import type { Materials } from './materials.js';
import type { Desired, ImageSpec, ProxySpec, SecretSpec, ServiceSpec } from './model.js';
import { appNetwork, edgeNetwork, secretName } from './names.js';
import { proxyServiceOf } from './proxy-service.js';
import { routeOf } from './routes.js';
import type { AppParts } from './service-parts.js';

/**
 * Everything the engine should have for an inventory.
 *
 * @param inventory resolved and valid
 * @param materials digests of recipes, sources and secrets
 * @param elsewhere apps whose data is not here, so that no backup of it is wanted
 * @returns sorted by name, the same bytes for the same input
 */
export function desire(
  inventory: Inventory,
  materials: Materials,
  elsewhere: ReadonlySet<AppId> = new Set(),
): Desired {
  const apps = inventory.apps.map((app) => desireApp(app, inventory, materials));
  const proxies = proxyImages(inventory, materials);
  const proxy = proxies[0];
  return {
    site: inventory.site.name,
    networks: [
      { name: edgeNetwork },
      ...inventory.apps
        .filter((app) => app.database !== undefined)
        .map((app) => ({ name: appNetwork(app.engineName), app: app.id }))
        .sort(byName),
    ],
    secrets: apps.flatMap((app) => app.secrets).sort(byName),
    images: uniqueImages([...proxies, ...apps.flatMap((app) => app.images)]),
    services: [
      ...(proxy === undefined ? [] : [proxyServiceOf(inventory.site, proxy)]),
      ...apps.flatMap((app) => app.services).sort(byName),
    ],
    routes: inventory.apps.map(routeOf).sort((a, b) => (a.engineName < b.engineName ? -1 : 1)),
    proxy: proxySpec(inventory, materials),
    servers: inventory.servers.map(({ name, role, address }) => ({
      name,
      role,
      local: address === 'local',
    })),
    legacy: inventory.apps.flatMap((app) => (app.legacy === undefined ? [] : [app.id])).sort(),
    backups: backupsOf(inventory, materials, elsewhere),
    elsewhere: [...elsewhere].sort(),
    releases: Object.fromEntries(
      apps.flatMap((app) => (app.release === undefined ? [] : [[app.id, app.release]])),
    ),
  };
}

interface DesiredApp {
  id: string;
  secrets: SecretSpec[];
  images: ImageSpec[];
  services: ServiceSpec[];
  release?: ServiceSpec;
}

function desireApp(app: App, inventory: Inventory, materials: Materials): DesiredApp {
  const secrets = secretsOf(app, materials);
  const image = appImage(app, materials);
  const parts: AppParts = {
    app,
    site: inventory.site,
    image: image?.reference ?? namedImage(app),
    version: image?.version ?? shortDigest(namedImage(app)),
    secrets: Object.fromEntries(secrets.map(({ key, name }) => [key, name])),
  };
  const { database } = app;
  const dbImage = database === undefined ? undefined : databaseImage(app, database, materials);
  return {
    id: app.id,
    secrets,
    images: [dbImage, image].filter((spec) => spec !== undefined),
    services: [
      webService(parts),
      ...(database && dbImage ? [databaseServiceOf(parts, database, dbImage)] : []),
      ...(app.cron.length > 0 ? [cronServiceOf(parts)] : []),
    ],
    ...(app.release === undefined ? {} : { release: releaseJob(parts, app.release) }),
  };
}

const namedImage = (app: App): string => (app.runtime.kind === 'image' ? app.runtime.image : '');

function secretsOf(app: App, materials: Materials): SecretSpec[] {
  return requiredSecrets(app).map((key) => ({
    // A value not generated yet gets its name once it is; the plan only says it will be made.
    name: secretName(app.engineName, key, materials.secrets[app.id]?.[key] ?? 'new'),
    app: app.id,
    key,
  }));
}

function proxySpec({ site }: Inventory, materials: Materials): ProxySpec {
  const { tls, email, http, https, maxBody } = site.proxy;
  const certificate = shortDigest(materials.secrets.site ?? {});
  return {
    tls,
    ...(email === undefined ? {} : { email }),
    http,
    https,
    maxBody,
    ...(tls === 'files' ? { certificate } : {}),
  };
}

/** One entry for each reference and server, since apps share database images. */
function uniqueImages(images: ImageSpec[]): ImageSpec[] {
  const byKey = new Map(images.map((spec) => [`${spec.server} ${spec.reference}`, spec]));
  return [...byKey.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, spec]) => spec);
}

const byName = (a: { name: string }, b: { name: string }): number => (a.name < b.name ? -1 : 1);
