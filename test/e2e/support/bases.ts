import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { pipeline } from 'node:stream/promises';
import { ensureBase } from '../../../scripts/setup/engine.js';
import { dockerArgv } from '../../../scripts/setup/run.js';
import { inside } from '../../lab/faults.js';
import type { LabServer } from '../../lab/servers.js';

/**
 * Gives a server's engine the base image `debian:<release>-slim` of this machine, so that induk
 * need not make it there with debootstrap, which takes the better part of a minute.
 * The server must have an engine that runs.
 */
export async function seedBase(
  server: LabServer,
  release: 'bullseye' | 'bookworm' | 'trixie',
): Promise<void> {
  const image = await ensureBase(release, { log: () => {} });
  await seedImage(server, image);
}

/** Gives a server's engine an image of this machine's engine. */
export async function seedImage(server: LabServer, image: string): Promise<void> {
  const present = ['docker', 'image', 'inspect', '--format', 'present', image];
  if ((await inside(server, present, { check: false })).code === 0) return;
  const save = child(['save', image], ['ignore', 'pipe', 'inherit']);
  const load = child(
    ['exec', '--interactive', server.container, 'docker', 'load', '--quiet'],
    ['pipe', 'ignore', 'inherit'],
  );
  if (save.stdout === null || load.stdin === null) throw new Error('no pipes');
  const ended = Promise.all([once(save, 'close'), once(load, 'close')]);
  await pipeline(save.stdout, load.stdin);
  const codes = (await ended).map(([code]) => code as number | null);
  if (codes.some((code) => code !== 0)) throw new Error(`${image} did not reach ${server.name}`);
}

function child(args: string[], stdio: ('pipe' | 'ignore' | 'inherit')[]) {
  const [program = '', ...rest] = dockerArgv(...args);
  return spawn(program, rest, { stdio });
}
