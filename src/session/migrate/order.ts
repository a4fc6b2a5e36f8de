/** What a mover is told, from the inventory and from what was found on the old host. Pure. */
import { posix } from 'node:path';
import { jobsOfCron } from '../../desired/app-services.js';
import type { Desired } from '../../desired/model.js';
import { cronService, databaseService } from '../../desired/names.js';
import { Fault } from '../../fault.js';
import type { Inventory } from '../../inventory/model.js';
import { usersOf } from '../../migrate/assess-database.js';
import type { Assessment } from '../../migrate/assess-model.js';
import type { HeldApp } from '../../migrate/host/fence-plan.js';
import { mentionedBy } from '../../migrate/inspect/judge-jobs.js';
import type { FoundApp } from '../../migrate/inspect/model.js';
import type { SwitchedJobs } from '../../migrate/jobs-proof.js';
import type { MovedFolder, MoverJob } from '../../migrate/mover/model.js';
import type { MoveOrder } from '../../migrate/mover/order.js';
import type { LegacyApp } from './apps.js';
import type { Survey } from './assess.js';

export interface StartWishes {
  method?: 'follow' | 'dump';
  /** Its people agreed to one restart of the old database. */
  enableLog?: boolean;
  /** KiB per second. */
  bandwidth?: number;
}

type Tls = Inventory['site']['proxy']['tls'];

/**
 * How an app is moved.
 * @throws Fault MIG248 when something blocks, MIG249 when the old database has to be restarted for
 *   it and nobody agreed, MIG093 for one that cannot be followed
 */
export function methodOf(
  { checks, method, verdict }: Assessment,
  app: string,
  wishes: StartWishes,
): MoveOrder['method'] {
  const blocking = checks.filter((check) => check.verdict === 'block');
  if (verdict === 'block') {
    throw new Fault('MIG248', { app, checks: blocking.map(({ name }) => name).join(', ') });
  }
  const chosen = wishes.method ?? (method === 'follow' ? 'follow' : 'dump');
  if (chosen === 'follow' && method !== 'follow') throw new Fault('MIG093', { app });
  const isSilent = checks.some(({ code }) => code === 'MIG225');
  if (chosen === 'follow' && isSilent && wishes.enableLog !== true) {
    throw new Fault('MIG249', { app });
  }
  return chosen;
}

/** @throws Fault MIG250 for storage that is no folder of the old app */
export function jobOf(
  app: LegacyApp,
  survey: Survey,
  { bandwidth }: StartWishes,
  tls: Tls,
): MoverJob {
  const { id, engineName, legacy, database, domains: names } = app;
  const isOwners = isByOwner(survey);
  // Its key is nothing that an ordinary user can read.
  const certificate = isOwners ? undefined : survey.found.certificate;
  const { address, port, user } = legacy;
  const hostKey = legacy.hostKey ?? survey.hostKey;
  if (hostKey === undefined) throw new Fault('MIG104', { reason: 'host key of the old host' });
  return {
    formatVersion: 1,
    app: id,
    engineName,
    old: { address, port, user, hostKey },
    sudo: user !== 'root' && !isOwners,
    folders: foldersOf(app, survey),
    ...(bandwidth === undefined ? {} : { bandwidth }),
    // Only with `acme` the proxy has none of its own as long as DNS leads elsewhere.
    ...(certificate === undefined || names.length === 0
      ? {}
      : { certificate: { ...certificate, names, anyway: tls === 'acme' } }),
    ...(database === undefined
      ? {}
      : {
          database: {
            kind: database.kind,
            name: database.name,
            user: database.user,
            service: databaseService(engineName),
            old: survey.login ?? { via: 'root' },
          },
        }),
  };
}

/** Whether nobody may be root on the old host, so that its owner closes the app there. */
export const isByOwner = ({ host }: Pick<Survey, 'host'>): boolean => host.access === 'ordinary';

/** In the image the app's own files are here. */
const home = '/app';

/**
 * Where each volume's content is on the old host: at the same path, or, for a path in the app's
 * folder of the image, at that place of the old folder.
 */
export function foldersOf(
  { id, storage, legacy }: Pick<LegacyApp, 'id' | 'storage' | 'legacy'>,
  { found }: { found: Pick<Survey['found'], 'path' | 'alias' | 'outside'> },
): MovedFolder[] {
  const roots = [legacy.path, found.alias?.path, found.path].filter((path) => path !== undefined);
  const outside = Object.values(found.outside ?? {});
  return Object.entries(storage).map(([volume, target]) => {
    if ([...roots, ...outside].some((root) => isIn(target, root))) return { volume, path: target };
    const [root] = roots;
    if (root === undefined || !isIn(target, home)) {
      throw new Fault('MIG250', { app: id, volume, path: target });
    }
    return { volume, path: posix.join(root, posix.relative(home, target)) };
  });
}

const isIn = (path: string, root: string): boolean =>
  path === root || path.startsWith(`${root.replace(/\/+$/, '')}/`);

/** Document roots, as the configuration names them and as they are, that show this app alone. */
const docrootsOf = ({ at, files, docroot, alias }: FoundApp): string[] =>
  at === '/' && files !== undefined ? [docroot, ...(alias ? [alias.docroot] : [])] : [];

export const heldJobs = ({ legacy }: LegacyApp): HeldApp['cron'] =>
  legacy.cron.map((job) => ({ in: job.in, run: job.run }));

/** What a switch is to find of its jobs; those of the new side are what would be applied there. */
export function switchedJobs(
  app: LegacyApp,
  { services }: Pick<Desired, 'services'>,
): SwitchedJobs {
  const scheduler = services.find(({ name }) => name === cronService(app.engineName));
  return {
    there: app.legacy.cron,
    wanted: app.cron,
    ready: scheduler === undefined ? [] : jobsOfCron(scheduler),
  };
}

/** Seconds after which visitors of a held app are told to try again. */
const retryAfter = 10;

/**
 * @param to where the old host's web server sends visitors after the switch
 * @param authority PEM of who vouches for the proxy there, where that is not one everybody knows
 */
export function heldOf(
  app: LegacyApp,
  { found, database }: Pick<Survey, 'found' | 'database'>,
  { to, authority }: Pick<HeldApp, 'to' | 'authority'>,
): HeldApp {
  const { legacy } = app;
  const names = legacy.domains.length > 0 ? legacy.domains : found.domains;
  const server = legacy.webServer ?? found.webServer;
  const moved = foldersOf(app, { found });
  return {
    engineName: app.engineName,
    ...(names.length === 0 ? {} : { web: { server, names, docroots: docrootsOf(found) } }),
    ...(app.database === undefined
      ? {}
      : {
          database: {
            kind: app.database.kind,
            name: app.database.name,
            users: usersOf(app, found, app.database.name),
            alone: database?.databases.length === 1,
          },
        }),
    cron: heldJobs(app),
    folders: [...new Set([found.path, found.docroot, ...moved.map(({ path }) => path)])],
    mentioned: mentionedBy(found),
    to,
    ...(authority === undefined ? {} : { authority }),
    retryAfter,
  };
}
