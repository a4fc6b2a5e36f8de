/** Labs whose engines have what takes long to build, so that a test starts sooner. */
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { pipeline } from 'node:stream/promises';
import Docker from 'dockerode';
import { ensureBase } from '../../../scripts/setup/engine.js';
import { withLock } from '../../../scripts/setup/lock.js';
import { docker, dockerArgv, SOCKET } from '../../../scripts/setup/run.js';
import { buildContext } from '../../../src/cluster/images/context.js';
import { recipeParts } from '../../../src/cluster/images/recipes.js';
import { engineVolume } from '../../lab/container.js';
import { copyEngineFiles, isWhole, markWhole } from '../../lab/engine-files.js';
import { inside } from '../../lab/faults.js';
import { IMAGE_LABEL } from '../../lab/image.js';
import { type LabServer, labDown, labUp } from '../../lab/servers.js';
import { packageFolder } from './induk.js';

/**
 * How far each recipe is built: the stage that all apps share, Debian's packages, which take the
 * time; of an app's runtime also the packages that the apps of the tests ask for.
 */
const stages = {
  php: { target: 'runtime', args: { PACKAGES: 'php-mysql', INI: '' } },
  node: { target: 'runtime', args: { PACKAGES: 'node-pg' } },
  static: { target: 'server' },
  caddy: { target: 'packages' },
  mariadb: {},
  vault: {},
  postgres: {},
  worker: { target: 'packages' },
} satisfies Record<string, { target?: string; args?: Record<string, string> }>;

type Recipe = keyof typeof stages;

const LAB = 'induk-recipes';

/**
 * Starts a lab whose servers' engines have the layers of Debian's packages that recipes begin
 * with, as if they had built an app of each before, the base image included, which would else be
 * made with debootstrap. induk still builds on the servers; only its first steps are in the build
 * cache there. On this machine the layers are built once and loaded once: each server links them.
 */
export async function labWithRecipes({ recipes, ...asked }: Asked): Promise<LabServer[]> {
  // Servers that have an engine have the rest, too: how that is installed has tests of its own.
  const options = { ...asked, ready: asked.engine === true };
  if (options.disk === undefined) return labUp({ ...options, images: await ensureRecipes() });
  // Nothing can be linked onto a disk of its own, which is small, too.
  const servers = await labUp(options);
  const images = await (recipes === 'moved' ? ofMoved() : recipeImages(['caddy', 'static']));
  for (const server of servers) await transfer(server, images);
  return servers;
}

interface Asked extends NonNullable<Parameters<typeof labUp>[0]> {
  /** What a small disk has layers of: of what an app needs that is moved there; else of static apps. */
  recipes?: 'moved';
}

const ofMoved = async (): Promise<string[]> => [
  ...(await recipeImages(['caddy', 'worker'])),
  ...(await recipeImages(legacyRecipes, 'bookworm')),
];

/** What the old hosts of the lab run. */
const legacyRecipes: Recipe[] = ['mariadb', 'php'];

/**
 * The volume with all recipes' layers, filled by a server's engine at first need. Those of other
 * recipes stay, for whoever works on two things; `npm run lab -- down --all --images` removes all.
 */
export async function ensureRecipes(log: (line: string) => void = () => {}): Promise<string> {
  return withLock(LAB, async () => {
    const images = [
      ...(await recipeImages(Object.keys(stages) as Recipe[])),
      ...(await recipeImages(legacyRecipes, 'bookworm')),
    ];
    const digest = createHash('sha256').update(images.join(' ')).digest('hex').slice(0, 12);
    const volume = `${LAB}-${digest}`;
    if (await isWhole(volume)) return volume;
    log('Putting the layers of all recipes where servers of a lab begin with them …');
    const [server] = (await labUp({ name: LAB, count: 1, engine: true })) as [LabServer];
    await transfer(server, images);
    await inside(server, ['systemctl', 'stop', 'docker.socket', 'docker.service']);
    const labels = [`${IMAGE_LABEL}=${LAB}`];
    await copyEngineFiles(engineVolume(server.container), volume, { labels });
    await markWhole(volume);
    await labDown({ name: LAB });
    return volume;
  });
}

/** With every step between, since the build cache goes from parent to child. */
async function recipeImages(
  recipes: Recipe[],
  release: 'bookworm' | 'trixie' = 'trixie',
): Promise<string[]> {
  const base = await ensureBase(release, { log: () => {} });
  const chain = [base];
  for (const recipe of recipes) {
    const { stdout } = await docker(['history', '--quiet', await buildStage(recipe, base)]);
    chain.push(...stdout.split('\n').filter((id) => id !== '' && id !== '<missing>'));
  }
  return [...new Set(chain)];
}

/** Builds a recipe's stage here, exactly as induk would there; the build cache keeps it. */
async function buildStage(recipe: Recipe, base: string): Promise<string> {
  const engine = new Docker({ socketPath: SOCKET });
  const [, release = ''] = base.split(':');
  const tag = `induk-seed:${recipe}-${release.replace('-slim', '')}`;
  const context = buildContext(recipeParts(packageFolder, recipe));
  const { args, ...target }: { target?: string; args?: object } = stages[recipe];
  const buildargs = { BASE: base, ...args };
  const stream = await engine.buildImage(context, { t: tag, buildargs, forcerm: true, ...target });
  await new Promise<void>((resolve, reject) => {
    engine.modem.followProgress(stream, (error: Error | null, lines: { error?: string }[]) => {
      const reason = error?.message ?? lines.find((line) => line.error)?.error;
      if (reason === undefined) resolve();
      else reject(new Error(`${tag}: ${reason}`));
    });
  });
  return tag;
}

/** Sends images from this machine's engine to a server's, past SSH. */
async function transfer(server: LabServer, images: string[]): Promise<void> {
  const save = child(['save', ...images], ['ignore', 'pipe', 'inherit']);
  const load = child(
    ['exec', '--interactive', server.container, 'docker', 'load', '--quiet'],
    ['pipe', 'ignore', 'inherit'],
  );
  if (save.stdout === null || load.stdin === null) throw new Error('no pipes');
  const ended = Promise.all([once(save, 'close'), once(load, 'close')]);
  await pipeline(save.stdout, load.stdin);
  const codes = (await ended).map(([code]) => code as number | null);
  if (codes.some((code) => code !== 0)) throw new Error(`images did not reach ${server.name}`);
}

function child(args: string[], stdio: ('pipe' | 'ignore' | 'inherit')[]) {
  const [program = '', ...rest] = dockerArgv(...args);
  return spawn(program, rest, { stdio });
}
