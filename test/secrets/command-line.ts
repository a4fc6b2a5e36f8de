/** `induk secrets …` on a copy of the example site, as a person at a terminal runs it. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { temporaryFolder } from './workplace.js';

const root = process.cwd();

/** The command as a shell takes it, for what runs it in a person's stead. */
export const secretsCommand = [process.execPath, join(root, 'bin', 'run.js'), 'secrets'] as const;

export interface Run {
  code: number | null;
  stdout: string;
  stderr: string;
}

export interface Site {
  /** The inventory's root. */
  inventory: string;
  home: string;
  /** Its `XDG_RUNTIME_DIR`. */
  memory: string;
  run(argv: string[], options?: { input?: string; env?: NodeJS.ProcessEnv }): Promise<Run>;
  start(argv: string[], env?: NodeJS.ProcessEnv): ReturnType<typeof spawn>;
}

/** A copy of the example inventory and a person's home of its own. */
export async function exampleSite(): Promise<Site> {
  const folder = await temporaryFolder();
  const inventory = join(folder, 'inventory');
  await cp(join(root, 'inventory'), inventory, { recursive: true });
  await writeFile(join(folder, '.git'), '');
  const home = join(folder, 'home');
  await mkdir(home);
  const { INDUK_AGE_KEY: _a, INDUK_AGE_KEY_FILE: _b, INDUK_LANG: _c, ...outer } = process.env;
  // A part of the machine's memory of its own, so that tests see only their own left-overs.
  const memory = await mkdtemp('/dev/shm/induk-test-');
  onTestFinished(() => rm(memory, { recursive: true, force: true }));
  const base = {
    ...outer,
    XDG_RUNTIME_DIR: memory,
    HOME: home,
    XDG_CONFIG_HOME: '',
    INDUK_INVENTORY: inventory,
    EDITOR: '',
    VISUAL: '',
  };
  const [node, ...command] = secretsCommand;
  const start: Site['start'] = (argv, env = {}) =>
    spawn(node, [...command, ...argv], { env: { ...base, ...env }, cwd: folder });
  return { inventory, home, memory, start, run: (argv, options) => finish(start, argv, options) };
}

async function finish(
  start: Site['start'],
  argv: string[],
  { input = '', env = {} }: { input?: string; env?: NodeJS.ProcessEnv } = {},
): Promise<Run> {
  const child = start(argv, env);
  let [stdout, stderr] = ['', ''];
  child.stdout?.on('data', (chunk) => {
    stdout += chunk;
  });
  child.stderr?.on('data', (chunk) => {
    stderr += chunk;
  });
  child.stdin?.on('error', () => undefined);
  child.stdin?.end(input);
  const [code] = await once(child, 'close');
  return { code, stdout, stderr };
}
