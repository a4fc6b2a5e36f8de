import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { finish, root, start } from './run.js';

// Inside the project, so that its imports of packages are found.
const bundle = join(root, 'node_modules', '.cache', 'induk-test', 'patient.mjs');

beforeAll(async () => {
  await build({
    entryPoints: [join(import.meta.dirname, 'patient.ts')],
    outfile: bundle,
    bundle: true,
    format: 'esm',
    platform: 'node',
    packages: 'external',
  });
});

afterAll(() => rm(bundle, { force: true }));

const patient = (args: string[], env: Record<string, string> = {}) =>
  start([bundle, ...args], { env });

/** Waits until stderr says something: that the command is ready, or what it does about a signal. */
async function told(child: ChildProcess): Promise<void> {
  if (child.stderr !== null) await once(child.stderr, 'data');
}

describe('signals', () => {
  it.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)('%s ends in order with 130', async (name) => {
    const child = patient([]);
    const end = finish(child);
    await told(child);
    child.kill(name);
    const { code, stderr } = await end;
    expect(code).toBe(130);
    expect(stderr).toContain(`${name}: finishing or undoing the current step`);
    expect(stderr).toContain(`CLI002 interrupted by ${name}`);
  });

  it('a second one leaves at once', async () => {
    const child = patient(['--mode', 'stubborn']);
    const end = finish(child);
    await told(child);
    child.kill('SIGINT');
    await told(child);
    child.kill('SIGINT');
    expect(await end).toMatchObject({ code: 130, signal: null });
  });

  it('a command that does not heed them is left at once', async () => {
    const child = patient(['--mode', 'deaf']);
    const end = finish(child);
    await told(child);
    child.kill('SIGINT');
    expect(await end).toMatchObject({ code: 130, stderr: 'ready\n' });
  });

  it('still gives one JSON document', async () => {
    const child = patient(['--json']);
    const end = finish(child);
    await told(child);
    child.kill('SIGINT');
    const { code, stdout } = await end;
    expect(code).toBe(130);
    expect(JSON.parse(stdout)).toMatchObject({ ok: false, error: { code: 'CLI002', exit: 130 } });
  });

  it('says it in Indonesian', async () => {
    const child = patient(['--lang', 'id']);
    const end = finish(child);
    await told(child);
    child.kill('SIGINT');
    expect((await end).stderr).toContain('menyelesaikan atau membatalkan langkah ini');
  });
});

describe('a reader that goes away', () => {
  it('stops a long command without a word', async () => {
    const child = patient(['--mode', 'flood']);
    await once(child.stdout as NodeJS.ReadableStream, 'data');
    child.stdout?.destroy();
    expect(await finish(child)).toMatchObject({ code: 0, stderr: '' });
  });
});

describe('without a terminal', () => {
  it.each([
    ['confirm', 'CLI004', '--yes'],
    ['typed', 'CLI004', '--confirm a/b'],
  ])('%s fails with 64 and names the flag', async (mode, code, flag) => {
    const { code: exit, stderr } = await finish(patient(['--mode', mode]));
    expect(exit).toBe(64);
    expect(stderr).toContain(code);
    expect(stderr).toContain(`Next: give it on the command line: ${flag}`);
  });

  it.each([
    [0, ['--mode', 'confirm', '--yes']],
    [0, ['--mode', 'typed', '--confirm', 'a/b']],
    [64, ['--mode', 'typed', '--confirm', 'a/c']],
    [64, ['--mode', 'typed', '--yes']],
  ])('exits %d for %s', async (code, args) => {
    expect(await finish(patient(args))).toMatchObject({ code });
  });

  it('takes a secret from stdin, less its last newline', async () => {
    const child = patient(['--mode', 'secret', '--json']);
    child.stdin?.end('se\ncret\n');
    expect(JSON.parse((await finish(child)).stdout).data).toEqual({ length: 7 });
  });

  it('says so when stdin has none', async () => {
    const child = patient(['--mode', 'secret']);
    child.stdin?.end();
    expect(await finish(child)).toMatchObject({
      code: 64,
      stderr: expect.stringContaining('CLI007 no value for KEY on standard input'),
    });
  });
});

describe('a bug', () => {
  it('says so, writes a private log, and shows no password', async () => {
    const state = await mkdtemp(join(tmpdir(), 'induk-state-'));
    const child = patient(['--mode', 'bug'], { XDG_STATE_HOME: state });
    const { code, stderr } = await finish(child);
    expect(code).toBe(1);
    expect(stderr).toContain('This is a bug in induk');
    expect(stderr).not.toContain('hunter2');
    const [log] = await readdir(join(state, 'induk'));
    expect(stderr).toContain(join(state, 'induk', log as string));
  });
});
