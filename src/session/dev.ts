/** An app on the developer's own machine, with its database: the whole of `induk dev`. */
import { chmod, mkdir, readFile, realpath, stat, writeFile } from 'node:fs/promises';
import { get } from 'node:http';
import { createServer } from 'node:net';
import { homedir } from 'node:os';
import { join } from 'node:path';
import {
  devLabel,
  endOf,
  ensureDevVolume,
  followDev,
  removeDev,
  removeDevData,
  runDev,
  startDev,
} from '../cluster/dev/containers.js';
import { type DevPlan, devPlan } from '../cluster/dev/plan.js';
import { type BuildSpec, buildImage } from '../cluster/images/build.js';
import { recipeDigest } from '../cluster/images/recipes.js';
import { type Acting, step } from '../cluster/runtime/step.js';
import { poll } from '../cluster/wait.js';
import { requiredSecrets } from '../desired/environment.js';
import type { Materials } from '../desired/materials.js';
import { exitCodes, Fault } from '../fault.js';
import type { App } from '../inventory/model.js';
import { generateBytes } from '../secrets/generate.js';
import type { Connection } from '../server/connection.js';
import { connectLocal } from '../server/local.js';
import type { LoadedInventory } from './inventory.js';
import { packageRoot } from './package-root.js';
import { appNamed } from './selection.js';

export interface DevOptions extends Acting {
  app: string;
  /** TCP port here; absent: the first free one from 8080 on. */
  port?: number;
  /** Whether the data of earlier runs is thrown away first. */
  fresh: boolean;
  /** Takes what the containers write. */
  write: (chunk: Buffer) => void;
  /** Told once the app answers. */
  onReady: (url: string, secrets: string) => void;
}

/**
 * Runs until the signal aborts, or the app ends by itself.
 *
 * @throws Fault DEP040 for an app that is not built from a folder, DEP041 when the port is taken,
 *   DEP042 with the last lines of what ended by itself
 */
export async function dev({ inventory, root }: LoadedInventory, options: DevOptions) {
  const app = appNamed(inventory, options.app);
  if (app.runtime.kind === 'image' || app.source === undefined) {
    throw new Fault('DEP040', { app: app.id }, { exit: exitCodes.usage });
  }
  const source = await realpath(join(root, app.source));
  const connection = await connectLocal('this machine');
  const { engineName } = app;
  try {
    await removeDev(connection, engineName);
    if (options.fresh) await removeDevData(connection, engineName);
    const place = {
      source,
      secrets: await secretsOf(app),
      owner: await ownerOf(source),
      port: await freePort(options.port),
      scripts: await scriptsOf(source),
    };
    const plan = devPlan(app, inventory.site, await materialsOf(app), place);
    await run(connection, app, plan, { ...options, root, secrets: place.secrets });
  } finally {
    await removeDev(connection, engineName);
    await connection.close();
  }
}

/** Takes the containers of an app's run away; its data stays. */
export async function stopDev({ inventory }: LoadedInventory, name: string): Promise<void> {
  const connection = await connectLocal('this machine');
  try {
    await removeDev(connection, appNamed(inventory, name).engineName);
  } finally {
    await connection.close();
  }
}

async function run(
  connection: Connection,
  app: App,
  plan: DevPlan,
  options: DevOptions & { root: string; secrets: string },
): Promise<void> {
  const { engineName } = app;
  const { write, signal } = options;
  const { database } = plan;
  await build(connection, plan.image, options);
  for (const volume of [...plan.volumes, ...(database?.volumes ?? [])]) {
    await ensureDevVolume(connection, engineName, volume);
  }
  if (database !== undefined) {
    await build(connection, database.image, options);
    await startDev(connection, engineName, database.container);
  }
  for (const one of plan.before) await runDev(connection, engineName, one, write, signal);
  const container = await startDev(connection, engineName, plan.app);
  const ended = new AbortController();
  const following = followDev(container, write, signal).finally(() => ended.abort());
  const url = `http://127.0.0.1:${plan.app.port}/`;
  const waiting = AbortSignal.any([signal, ended.signal]);
  // Nobody waits for an app that has ended: what it ended with is told below.
  const ready = poll(() => answers(url), { timeout: 600_000, signal: waiting }).then(
    () => options.onReady(url, options.secrets),
    () => undefined,
  );
  await following;
  await ready;
  const fault = await endOf(container, plan.app.name);
  throw fault ?? new Fault('DEP042', { name: plan.app.name, status: 0 });
}

async function build(
  connection: Connection,
  spec: BuildSpec & { target?: string },
  options: DevOptions & { root: string },
): Promise<void> {
  const { target, ...rest } = spec;
  await step('image.build', { name: spec.reference, app: spec.app }, options, (say) =>
    buildImage(connection, rest, {
      packageRoot: packageRoot(),
      inventoryRoot: options.root,
      site: '',
      // No version of the app, should this machine be a server as well.
      labels: { [devLabel]: spec.recipe },
      signal: options.signal,
      say,
      ...(target === undefined ? {} : { target }),
    }),
  );
}

/** Any answer will do: the app says itself what is wrong with it. */
function answers(url: string): Promise<true | undefined> {
  return new Promise((resolve) => {
    const request = get(url, { timeout: 2_000 }, (response) => {
      response.resume();
      resolve(true);
    });
    request.on('timeout', () => request.destroy());
    request.on('error', () => resolve(undefined));
  });
}

async function materialsOf(app: App): Promise<Materials> {
  const kinds = [app.runtime.kind, app.database?.kind];
  const recipes = ['php', 'node', 'static', 'mariadb', 'postgres', 'caddy', 'worker'] as const;
  const digests = recipes.map(async (name) =>
    kinds.includes(name as never) ? ([name, await recipeDigest(packageRoot(), name)] as const) : [],
  );
  const found = (await Promise.all(digests)).filter((entry) => entry.length === 2);
  return { recipes: Object.fromEntries(found) as Materials['recipes'], sources: {}, secrets: {} };
}

/**
 * Values for development only, made once and kept beside the operator's keys: the real ones never
 * leave the secrets file for this. 32 bytes in base64 fit whatever an app wants a secret for.
 */
async function secretsOf(app: App): Promise<string> {
  const config = process.env.XDG_CONFIG_HOME || join(homedir(), '.config');
  const folder = join(config, 'induk', 'dev', app.engineName);
  await mkdir(folder, { recursive: true });
  for (const key of requiredSecrets(app)) {
    const value = generateBytes(32).reveal();
    await writeFile(join(folder, key), value, { flag: 'wx' }).catch(unlessThere);
    // Containers read them as other users.
    await chmod(join(folder, key), 0o644);
  }
  return folder;
}

function unlessThere(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EEXIST') throw error;
}

/** `uid:gid` of whose folder it is. */
async function ownerOf(folder: string): Promise<string> {
  const { uid, gid } = await stat(folder);
  return `${uid}:${gid}`;
}

async function scriptsOf(source: string): Promise<Record<string, string>> {
  const text = await readFile(join(source, 'package.json'), 'utf8').catch(() => '{}');
  try {
    return (JSON.parse(text) as { scripts?: Record<string, string> }).scripts ?? {};
  } catch {
    return {};
  }
}

async function freePort(asked: number | undefined): Promise<number> {
  const candidates =
    asked === undefined ? Array.from({ length: 100 }, (_, i) => 8080 + i) : [asked];
  for (const port of candidates) {
    if (await isFree(port)) return port;
  }
  throw new Fault('DEP041', { port: asked ?? 8080 }, { exit: exitCodes.usage });
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const listener = createServer();
    listener.once('error', () => resolve(false));
    listener.listen(port, '127.0.0.1', () => listener.close(() => resolve(true)));
  });
}
