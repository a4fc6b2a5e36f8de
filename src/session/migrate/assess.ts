import { observe } from '../../cluster/observe.js';
import { Fault } from '../../fault.js';
import type { Server } from '../../inventory/model.js';
import { assess } from '../../migrate/assess.js';
import type { AssessFacts, Assessment } from '../../migrate/assess-model.js';
import type { DatabaseServer, Findings, FoundApp } from '../../migrate/inspect/model.js';
import { standingOf } from '../../migrate/phases.js';
import { type Rates, ratesOf } from '../../migrate/predict.js';
import { readOverview } from '../backups/overview.js';
import { type ReadOptions, readOldHost } from '../inspect.js';
import type { Site } from '../site.js';
import { type Login, readByAccount, withServer } from './account.js';
import type { LegacyApp } from './apps.js';
import { readMoveJournal } from './journal.js';

/**
 * Reads the old host and the new server of an app, and judges whether and how it can be moved.
 * Changes nothing.
 * @throws Fault MIG241 when the app is not on that host; SRV… when a machine cannot be reached
 */
export async function assessApp(
  site: Site,
  app: LegacyApp,
  options: Omit<ReadOptions, 'inventory'>,
): Promise<Assessment> {
  return (await surveyApp(site, app, options)).assessment;
}

/** An assessment with what it was made from. */
export interface Survey {
  assessment: Assessment;
  found: FoundApp;
  host: Findings['host'];
  database?: DatabaseServer;
  /** Fingerprint of the old host's key, as it was accepted. */
  hostKey?: string;
  /** How the old database is asked where nobody may be root there. */
  login?: Login;
}

/** @throws Fault as `assessApp` */
export async function surveyApp(
  site: Site,
  app: LegacyApp,
  options: Omit<ReadOptions, 'inventory'>,
): Promise<Survey> {
  const { inventory } = site;
  const [{ inspection, reached }, target, backup, rates] = await Promise.all([
    readOldHost(oldServer(app), { ...options, inventory }),
    readTarget(site, app),
    backupOf(site, app),
    seenRates(site, app),
  ]);
  const { findings } = inspection;
  const isOwners = findings.host.access === 'ordinary';
  const account = isOwners ? await readByAccount(site, app, options) : undefined;
  const name = app.database?.name ?? '';
  const listed = findApp(findings, app);
  const found = account === undefined ? listed : withServer(listed, name, account.server);
  const database = account?.server ?? databaseOf(findings, found);
  const certificate = findings.certificates.find(({ file }) => file === found.certificate?.file);
  const assessment = assess({
    app,
    found,
    host: findings.host,
    ...(database === undefined ? {} : { database }),
    ...(certificate === undefined ? {} : { certificate }),
    target,
    backup,
    rates,
    now: Date.now(),
  });
  const { hostKey } = reached;
  return {
    assessment,
    found,
    host: findings.host,
    ...(database === undefined ? {} : { database }),
    ...(hostKey === undefined ? {} : { hostKey }),
    ...(account === undefined ? {} : { login: account.login }),
  };
}

/** How fast it went when it was brought over, once it was. */
async function seenRates(site: Site, app: LegacyApp): Promise<Rates> {
  const journal = await readMoveJournal(await site.connections.get(app.server), app);
  return ratesOf(standingOf(journal ?? []).data.seed);
}

export function oldServer({ legacy }: LegacyApp): Server {
  const { address, port, user, key, hostKey } = legacy;
  return {
    name: address,
    address,
    port,
    user,
    role: 'worker',
    ...(key === undefined ? {} : { key }),
    ...(hostKey === undefined ? {} : { hostKey }),
  };
}

/** By the folder that the inventory names, else by a name that both have. */
function findApp({ apps }: Findings, { id, legacy }: LegacyApp): FoundApp {
  const isThere = ({ path, docroot, alias }: FoundApp): boolean =>
    [path, alias?.path].includes(legacy.path) ||
    (legacy.docroot !== undefined && [docroot, alias?.docroot].includes(legacy.docroot));
  const byFolder = legacy.path === undefined && legacy.docroot === undefined ? [] : apps;
  const found =
    byFolder.find(isThere) ??
    apps.find(({ domains }) => domains.some((domain) => legacy.domains.includes(domain)));
  if (found !== undefined) return found;
  const names = apps.map(({ name }) => name).join(', ') || '-';
  throw new Fault('MIG241', { app: id, address: legacy.address, apps: names });
}

function databaseOf({ databases }: Findings, found: FoundApp): DatabaseServer | undefined {
  const name = found.database?.name ?? found.databases[0]?.name;
  return databases.find((server) => server.databases.some((one) => one.name === name));
}

async function readTarget(site: Site, app: LegacyApp): Promise<AssessFacts['target']> {
  const connection = await site.connections.get(app.server);
  const { DockerRootDir } = (await connection.docker.info()) as { DockerRootDir: string };
  const [observed, disk] = await Promise.all([
    observe((await site.manager()).docker),
    connection.exec(['df', '--block-size=1', '--output=avail', DockerRootDir], { sudo: true }),
  ]);
  const isMoving = observed.migrations?.some((one) => one.app === app.id) === true;
  const runs = observed.services.some((one) => one.app === app.id && one.spec.role === 'web');
  const free = Number(disk.stdout.trim().split('\n').at(-1));
  return { server: app.server, free: Number.isFinite(free) ? free : 0, runs: runs && !isMoving };
}

export async function backupOf(site: Site, app: LegacyApp): Promise<AssessFacts['backup']> {
  if (site.inventory.site.backup === undefined || app.backup === undefined) return 'off';
  const { apps } = await readOverview(site, [app], [app.server]);
  return apps[0]?.proven === undefined ? 'unproven' : 'proven';
}
