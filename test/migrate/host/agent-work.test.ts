import { type ChildProcess, spawn } from 'node:child_process';
import {
  closeSync,
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { workPart, workplaces } from '../../../src/migrate/host/agent-work.js';

const base = mkdtempSync(join(tmpdir(), 'induk-work-'));
const started: ChildProcess[] = [];

afterEach(() => {
  for (const child of started.splice(0)) child.kill();
});

afterAll(() => rmSync(base, { recursive: true }));

const folder = (name: string): string => {
  const path = join(base, name);
  mkdirSync(path, { recursive: true });
  return path;
};

interface Options {
  cwd?: string;
  /** What its standard output is, opened with these flags. */
  output?: { path: string; flags: string };
}

/** A program that waits for its standard input, without a terminal. @returns its number */
async function start(program: string, args: string[], { cwd = '/', output }: Options = {}) {
  const out = output === undefined ? 'ignore' : openSync(output.path, output.flags);
  const child = spawn(program, args, { cwd, detached: true, stdio: ['pipe', out, 'ignore'] });
  started.push(child);
  await new Promise((resolve, reject) => child.once('spawn', resolve).once('error', reject));
  if (typeof out === 'number') closeSync(out);
  return child.pid as number;
}

/** Who works for an app in these folders. */
async function look(folders: string[], { jobsOnly = false, cwd = '/' } = {}) {
  const script = `${workPart}\nfind_work\nprintf '%s\\n%s' "$working" "$receiving"`;
  const env = { ...workplaces(folders), JOBS_ONLY: jobsOnly ? '1' : '' };
  const { stdout } = await execa('sh', ['-c', script], { env, cwd, detached: true });
  const [working = '', receiving = ''] = stdout.split('\n');
  return { working, receiving: receiving.trim() };
}

const nobody = { working: '', receiving: '' };
const waiting = ['-c', 'read line'];

describe('find_work', () => {
  it('finds a program that runs in a folder of the app, whatever its name is', async () => {
    const [app, beside] = [folder('a b [1] $x'), folder('a b [1] $x2')];
    const pid = await start('sh', waiting, { cwd: folder('a b [1] $x/cron') });
    expect(await look([app])).toEqual({ working: `sh ${pid}`, receiving: '' });
    expect(await look([beside])).toEqual(nobody);
    expect(await look([])).toEqual(nobody);
  });

  it('finds one that has a path of the app on its command line', async () => {
    const [app, beside] = [folder('parkir'), folder('parkir.id')];
    const pid = await start('sh', ['-c', `read line; php '${app}/cron.php' >> /dev/null`]);
    expect((await look([app], { jobsOnly: true })).working).toBe(`sh ${pid}`);
    expect(await look([beside])).toEqual(nobody);
    expect(await look([folder('park')])).toEqual(nobody);
  });

  it('finds a script of the app that is run by its own name', async () => {
    const app = folder('skrip');
    const script = join(app, 'tagih');
    writeFileSync(script, '#!/bin/sh\nread line\n', { mode: 0o755 });
    const pid = await start(script, []);
    expect((await look([app])).working).toBe(`tagih ${pid}`);
  });

  it.each([
    ['finds one that writes', 'w', true],
    ['passes over one that has a log open', 'a', false],
    ['passes over one that reads', 'r', false],
  ])('%s in a folder of the app', async (_, flags, isFound) => {
    const app = folder('berkas');
    const path = join(app, 'unggahan');
    closeSync(openSync(path, 'w'));
    const pid = await start('cat', [], { output: { path, flags } });
    expect((await look([app])).working).toBe(isFound ? `cat ${pid}` : '');
  });

  it('passes over a program that runs no code, and over who asks', async () => {
    const app = folder('tenang');
    await start('cat', [], { cwd: app });
    expect(await look([app], { cwd: app })).toEqual(nobody);
  });

  it.each([
    ['at no script yet', '/', true],
    ['in a folder above', base, true],
    ['at a script of another app', 'lain', false],
  ])('finds a worker of the web server that receives something, %s', async (_, at, isFound) => {
    const app = folder('penerima');
    const program = join(mkdtempSync(join(base, 'bin-')), 'apache2');
    copyFileSync('/bin/cat', program);
    const output = { path: join(base, 'phpAb12Cd'), flags: 'w' };
    const cwd = at.startsWith('/') ? at : folder(at);
    const pid = await start(program, [], { cwd, output });
    const receiving = isFound ? `${pid}` : '';
    expect(await look([app])).toEqual({ working: '', receiving });
    expect(await look([app], { jobsOnly: true })).toEqual(nobody);
  });
});
