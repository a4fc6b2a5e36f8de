import type { Database } from '../inventory/model.js';
import { databaseServerEnvironment } from './environment.js';
import type { ServiceSpec } from './model.js';
import { appNetwork, databaseService, databaseVolume, socketVolume } from './names.js';
import {
  type AppParts,
  commonLabels,
  resources,
  secretFiles,
  socketDirectory,
  sortMounts,
} from './service-parts.js';

const dataDirectory = { mariadb: '/var/lib/mysql', postgres: '/var/lib/postgresql/data' };

/** The database beside the app, alone on its private network and its socket volume. */
export function databaseServiceOf(
  parts: Omit<AppParts, 'image' | 'version'>,
  database: Database,
  image: { reference: string; version: string },
): ServiceSpec {
  const { app, site, secrets } = parts;
  return {
    name: databaseService(app.engineName),
    role: 'db',
    app: app.id,
    image: image.reference,
    command: [],
    args: [],
    env: databaseServerEnvironment(app, site),
    secrets: secretFiles({ DB_PASSWORD: secrets.DB_PASSWORD ?? '' }),
    mounts: sortMounts([
      { volume: databaseVolume(app.engineName), target: dataDirectory[database.kind] },
      { volume: socketVolume(app.engineName), target: socketDirectory[database.kind] },
    ]),
    networks: [{ network: appNetwork(app.engineName), aliases: ['db'] }],
    server: app.server,
    mode: { kind: 'replicated', replicas: 1 },
    ports: [],
    health: { test: ['CMD', 'induk-health'], interval: 5, timeout: 5, grace: 120, retries: 5 },
    ...resources(database.size),
    // Two servers on one data directory would destroy it.
    updateOrder: 'stop-first',
    stopGrace: 60,
    restart: 'any',
    labels: commonLabels({ ...parts, version: image.version }, 'db'),
  };
}
