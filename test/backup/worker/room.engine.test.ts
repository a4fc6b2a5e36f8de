import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ensureBase } from '../../../scripts/setup/engine.js';
import { docker } from '../../../scripts/setup/run.js';
import { takeBack, withRoom } from '../../../src/backup/worker/room.js';

const name = `induk-test-ruang-${process.pid}`;
const half = 500_000_000;
let job: string;

beforeAll(async () => {
  job = mkdtempSync(join(tmpdir(), 'induk-room-'));
  const base = await ensureBase('trixie', { log: () => {} });
  await docker(['run', '--detach', '--name', name, '--cpus=0.5', base, 'sleep', 'infinity']);
});

afterAll(async () => {
  await docker(['rm', '--force', name], { check: false });
  rmSync(job, { recursive: true });
});

async function limit(): Promise<number> {
  const { stdout } = await docker(['inspect', '--format', '{{.HostConfig.NanoCpus}}', name]);
  return Number(stdout);
}

it('lends all processors for as long as the work lasts, and takes them back', async () => {
  const meanwhile = await withRoom(job, name, limit);
  expect(meanwhile).toBe(cpus().length * 1e9);
  expect(await limit()).toBe(half);
  expect(readdirSync(job)).toEqual([]);
});

it('takes them back when the work fails', async () => {
  const work = () => Promise.reject(new Error('gagal'));
  await expect(withRoom(job, name, work)).rejects.toThrow('gagal');
  expect(await limit()).toBe(half);
});

it('takes back what a run that was killed has lent, before anything else', async () => {
  let whenKilled = 0;
  await withRoom(job, name, async () => {
    // As the next run finds it.
    await takeBack(job);
    whenKilled = await limit();
  });
  expect(whenKilled).toBe(half);
  expect(await withRoom(job, name, limit)).toBe(cpus().length * 1e9);
  expect(await limit()).toBe(half);
});

it('leaves a container alone that has no limit', async () => {
  const free = `${name}-bebas`;
  const base = await ensureBase('trixie', { log: () => {} });
  await docker(['run', '--detach', '--name', free, base, 'sleep', 'infinity']);
  try {
    expect(await withRoom(job, free, async () => readdirSync(job))).toEqual([]);
  } finally {
    await docker(['rm', '--force', free]);
  }
});
