/** One app's next version, from its source to its visitors: the whole of `induk deploy`. */
import { stat } from 'node:fs/promises';
import { join, relative, resolve } from 'node:path';
import { generateMissing } from '../cluster/materials.js';
import { initLocalSwarm } from '../cluster/swarm.js';
import { labels } from '../desired/names.js';
import { exitCodes, Fault } from '../fault.js';
import type { App } from '../inventory/model.js';
import { parseDuration } from '../inventory/units.js';
import { beyondSource, deploymentOf } from '../plan/deployment.js';
import type { Plan } from '../plan/model.js';
import { plan } from '../plan/plan.js';
import { runSteps } from './app-steps.js';
import { changeSite } from './change.js';
import { commitOf } from './commit.js';
import { refreshJobs } from './deploy-jobs.js';
import type { LockPatience } from './locked.js';
import { originOf } from './plan.js';
import type { Changing } from './restart.js';
import { appNamed } from './selection.js';
import { readSite, type Site, type SiteSides } from './site.js';

/** What a person says about a deployment. */
export interface DeployWish {
  app: string;
  /** Folder to build instead of the inventory's, relative to `cwd`. */
  source?: string;
  /** Image to run instead of the inventory's. */
  image?: string;
  cwd: string;
  /** For a key: where the secrets and the other apps are not known, and nothing else may change. */
  sourceOnly?: boolean;
}

export interface PlannedDeploy {
  /** The site with the app as it will be. */
  site: Site;
  app: App;
  /** Only what concerns the app. */
  plan: Plan;
  sourceOnly: boolean;
  /** Site and manager, in the words of a prompt. */
  origin: string;
  /** 12 hex digits. */
  version: string;
  /** What runs now; absent: nothing does. */
  before?: string;
  /** Git commit of the source, with `+` when files in it differ; absent outside Git. */
  commit?: string;
  /** What the inventory says instead, which the next apply brings back. */
  differs?: string;
}

/**
 * @throws Fault INV090/INV091 for a name that means no app; DEP001, DEP002, DEP004 (exit 64) for a
 *   source or an image that does not fit the app; DEP019 when a key would change more than it may
 */
export async function planDeploy(site: Site, wish: DeployWish): Promise<PlannedDeploy> {
  const { sourceOnly = false } = wish;
  const named = appNamed(site.inventory, wish.app);
  const root = site.places.inventoryRoot;
  const app = await wishedApp(named, wish, root);
  const changed = withApp(site, app);
  const state = await readSite(changed);
  const before = versionOf(state.observed.services, app);
  const commit = app.source === undefined ? undefined : await commitOf(join(root, app.source));
  const differs = differing(named, app);
  return {
    site: changed,
    app,
    plan: cut(state, app, sourceOnly),
    sourceOnly,
    origin: await originOf(site),
    version: versionOf(state.desired.services.map(asFound), app) ?? '?',
    ...(before === undefined ? {} : { before }),
    ...(commit === undefined ? {} : { commit }),
    ...(differs === undefined ? {} : { differs }),
  };
}

/** The app of the inventory with the source or the image that was asked for. */
async function wishedApp(app: App, wish: DeployWish, root: string): Promise<App> {
  const usage = { exit: exitCodes.usage };
  if (wish.image !== undefined) {
    if (app.runtime.kind !== 'image') throw new Fault('DEP001', { app: app.id }, usage);
    return { ...app, runtime: { ...app.runtime, image: wish.image } };
  }
  if (wish.source === undefined) return app;
  if (app.runtime.kind === 'image' || app.source === undefined) {
    throw new Fault('DEP002', { app: app.id }, usage);
  }
  const folder = resolve(wish.cwd, wish.source);
  const found = await stat(folder).catch(() => undefined);
  if (!found?.isDirectory()) throw new Fault('DEP004', { source: wish.source }, usage);
  return { ...app, source: relative(root, folder) || '.' };
}

function differing(named: App, app: App): string | undefined {
  if (named.runtime.kind === 'image' && app.runtime.kind === 'image') {
    return named.runtime.image === app.runtime.image ? undefined : named.runtime.image;
  }
  const isSame = join('/', named.source ?? '') === join('/', app.source ?? '');
  return isSame ? undefined : named.source;
}

/** A site in which one app is another than in its files. */
function withApp(site: Site, app: App): Site {
  const apps = site.inventory.apps.map((each) => (each.id === app.id ? app : each));
  return { ...site, inventory: { ...site.inventory, apps } };
}

const asFound = (spec: SiteSides['desired']['services'][number]) => ({ spec, app: spec.app });

function versionOf(
  services: { app?: string | undefined; spec: { name: string; labels: Record<string, string> } }[],
  { id, engineName }: App,
): string | undefined {
  const web = services.find(({ app, spec }) => app === id && spec.name === engineName);
  return web?.spec.labels[labels.version];
}

/** @throws Fault DEP019 when a key would change more than the source */
function cut({ desired, observed }: SiteSides, app: App, sourceOnly: boolean): Plan {
  const own = deploymentOf(plan(desired, observed, [app.id]), app, sourceOnly);
  const other = sourceOnly ? beyondSource(own, app) : undefined;
  if (other === undefined) return own;
  const what = [other.kind, other.target, ...other.reasons.map(({ facet }) => facet)].join(' ');
  throw new Fault('DEP019', { app: app.id, what });
}

export interface Deploying extends Changing {
  patience: LockPatience;
}

/**
 * Brings the version to its visitors, once the lock is free.
 *
 * @throws Fault CLU030 (exit 75) when another run holds the site longer than one would wait; that
 *   of the step that failed: CLU011 when the old version was put back, CLU014 for the release
 *   command, CLU021 for the build
 */
export async function deploy(
  { site, app, plan: shown, version, commit, sourceOnly }: PlannedDeploy,
  deploying: Deploying,
): Promise<void> {
  const { docker } = await site.manager();
  if (shown.steps.some(({ kind }) => kind === 'swarm.init')) await initLocalSwarm(docker);
  const { onTakeOver, patience } = deploying;
  const detail = { version, ...(commit === undefined ? {} : { commit }) };
  const change = { action: 'deploy', app: app.id, detail, onTakeOver, patience };
  await changeSite(site, change, async () => {
    const lacking = sourceOnly ? [] : [app];
    for (const made of await generateMissing(lacking, site.inventory, site.store)) {
      deploying.emit({ type: 'note', message: `generated ${made}` });
    }
    const state = await readSite(site);
    const revisions = commit === undefined ? {} : { [app.id]: commit };
    const telling = { ...deploying, revisions };
    // Others may have changed the app while the lock was waited for.
    const decided = cut(state, app, sourceOnly);
    const [fault] = await runSteps(site, state, decided, app, telling);
    if (fault !== undefined) throw fault;
    if (!sourceOnly) await refreshJobs(site, state, [app], deploying);
  });
}

/** @returns seconds of `90s`, `10m`, `1h`. @throws Fault DEP003, exit 64 */
export function secondsOf(text: string): number {
  const seconds = parseDuration(text);
  if (seconds === undefined) throw new Fault('DEP003', { given: text }, { exit: exitCodes.usage });
  return seconds;
}
