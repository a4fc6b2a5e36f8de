import { shortDigest } from './digest.js';

/** Names of everything induk makes on an engine, in one place. */

export const edgeNetwork = 'induk-edge';
export const proxyService = 'induk-proxy';

/**
 * Registry part of every image built here. The kernel refuses port 1 at once, so the pull
 * that Swarm tries before each task costs nothing, needs no DNS, and cannot be answered by
 * a stranger's image of the same name on a public hub.
 */
export const imageRegistry = 'localhost:1';

export const databaseService = (engineName: string): string => `${engineName}-db`;
export const cronService = (engineName: string): string => `${engineName}-cron`;
export const releaseService = (engineName: string): string => `${engineName}-release`;
export const appNetwork = (engineName: string): string => engineName;
export const storageVolume = (engineName: string, key: string): string => `${engineName}-${key}`;
export const databaseVolume = (engineName: string): string => `${engineName}-db`;
export const socketVolume = (engineName: string): string => `${engineName}-socket`;
export const jobsVolume = (engineName: string): string => `${engineName}-jobs`;

/** The workers' containers on a server, and the volume that holds their job. */
export const backupContainer = (engineName: string): string => `induk-backup-${engineName}`;
export const drillContainer = (engineName: string): string => `induk-drill-${engineName}`;
export const logContainer = (engineName: string): string => `induk-log-${engineName}`;
export const backupVolume = (engineName: string): string => `${engineName}-backup`;

/** The worker that watches over all backups of a server, its units, and the volume of its job. */
export const watchName = 'induk-watch';

/** What moves an app in: its container, the volume of its job, and its Swarm object. */
export const moverContainer = (engineName: string): string => `induk-mover-${engineName}`;
export const rehearsalContainer = (engineName: string): string => `induk-rehearse-${engineName}`;
/** Of everything of a rehearsal's copy. */
export const rehearsalTrial = (engineName: string): string =>
  `${rehearsalContainer(engineName)}-trial`;
export const moveVolume = (engineName: string): string => `${engineName}-move`;
export const migrationObject = (engineName: string): string => `induk-migration-${engineName}`;

/** Swarm allows 64 characters in a secret's name. */
export function secretName(engineName: string, key: string, digest: string): string {
  const readable = `${engineName}-${key}-${digest}`;
  return readable.length <= 64 ? readable : `${shortDigest([engineName, key])}-${digest}`;
}

/** What Swarm itself writes on a service's containers. */
export const serviceLabel = 'com.docker.swarm.service.name';

export const labels = {
  site: 'induk.site',
  role: 'induk.role',
  app: 'induk.app',
  version: 'induk.version',
  release: 'induk.release',
  history: 'induk.history',
  server: 'induk.server',
  routes: 'induk.routes',
  backups: 'induk.backups',
  route: 'induk.route',
  phase: 'induk.phase',
  since: 'induk.since',
  method: 'induk.method',
  /** Git commit, on images; no part of what is desired: the content decides. */
  revision: 'org.opencontainers.image.revision',
} as const;
