/** Images of this machine's engine for a lab server's engine, so that a test starts sooner. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { pipeline } from 'node:stream/promises';
import Docker from 'dockerode';
import { ensureBase } from '../../../scripts/setup/engine.js';
import { docker, dockerArgv, SOCKET } from '../../../scripts/setup/run.js';
import { buildContext } from '../../../src/cluster/images/context.js';
import { recipeParts } from '../../../src/cluster/images/recipes.js';
import { inside } from '../../lab/faults.js';
import type { LabServer } from '../../lab/servers.js';
import { packageFolder } from './induk.js';

/** The stage of each recipe that all apps share: Debian's packages, which take the time. */
const stages = {
  php: 'server',
  node: 'server',
  static: 'server',
  caddy: 'packages',
  mariadb: undefined,
  vault: undefined,
  postgres: undefined,
  worker: undefined,
} as const;

export type Recipe = keyof typeof stages;

/**
 * Gives a server's engine the layers of a Debian release's packages that recipes begin with, as if
 * it had built an app of each before, the base image included, which would else be made with
 * debootstrap. induk still builds on the server; only its first steps are in the build cache there.
 * On this machine they are built once.
 */
export async function seedRecipes(
  server: LabServer,
  recipes: readonly Recipe[],
  release: 'bullseye' | 'bookworm' | 'trixie' = 'trixie',
): Promise<void> {
  const base = await ensureBase(release, { log: () => {} });
  const chain = [base];
  for (const recipe of recipes) {
    const { stdout } = await docker(['history', '--quiet', await buildStage(recipe, base)]);
    // With every step between, since the cache goes from parent to child.
    chain.push(...stdout.split('\n').filter((id) => id !== '' && id !== '<missing>'));
  }
  await transfer(server, [...new Set(chain)]);
}

/** Builds a recipe's shared stage here, exactly as induk would there; the build cache keeps it. */
async function buildStage(recipe: Recipe, base: string): Promise<string> {
  const engine = new Docker({ socketPath: SOCKET });
  const [, release = ''] = base.split(':');
  const tag = `induk-seed:${recipe}-${release.replace('-slim', '')}`;
  const context = buildContext(recipeParts(packageFolder, recipe));
  const target = stages[recipe];
  const options = { t: tag, buildargs: { BASE: base }, forcerm: true };
  const stream = await engine.buildImage(context, { ...options, ...(target && { target }) });
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
  const present = ['docker', 'image', 'inspect', '--format', 'present', ...images];
  if ((await inside(server, present, { check: false })).code === 0) return;
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
