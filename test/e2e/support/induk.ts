/** Runs induk as people do: `bin/run.js` in a process of its own. It must be built. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The package under test; another one, e.g. an unpacked tarball, by INDUK_PACKAGE. */
export const packageFolder =
  process.env.INDUK_PACKAGE ?? fileURLToPath(new URL('../../..', import.meta.url));

export interface RunOptions {
  /** Folder of site.yaml. */
  inventory: string;
  /** Home of the operator: age key, known_hosts; default: `home` beside the inventory. */
  home?: string;
  /** Added to a small environment of its own; nothing of this process's but PATH is passed on. */
  env?: Record<string, string>;
  /** Text for stdin; without it stdin is empty. */
  input?: string;
  /** Aborting it sends SIGTERM. */
  signal?: AbortSignal;
  /** Milliseconds after which the process is killed: a run that hangs is a failure. */
  timeout?: number;
}

export interface Run {
  /** Exit code; -1 when a signal ended it. */
  code: number;
  stdout: string;
  stderr: string;
  /** stdout as JSON; undefined when it is none. */
  // biome-ignore lint/suspicious/noExplicitAny: tests look into documents of many shapes
  json: any;
}

export interface StartedRun {
  child: ChildProcess;
  /** Resolves when it has ended, however it ended. */
  done: Promise<Run>;
  /** What it has written to stderr and stdout so far. */
  output: () => string;
  /** Resolves when the output matches; rejects when the run ends or time is up before. */
  saw: (pattern: RegExp, ms?: number) => Promise<void>;
  kill: (signal: NodeJS.Signals) => void;
}

/** Runs induk to its end. */
export function induk(args: string[], options: RunOptions): Promise<Run> {
  return start(args, options).done;
}

/** Starts induk and gives the process, to be watched, signalled or killed. */
export function start(args: string[], options: RunOptions): StartedRun {
  const { inventory, input, signal, timeout = 480_000 } = options;
  const home = options.home ?? join(dirname(inventory), 'home');
  mkdirSync(home, { recursive: true, mode: 0o700 });
  const child = spawn(process.execPath, [join(packageFolder, 'bin/run.js'), ...args], {
    cwd: dirname(inventory),
    env: {
      PATH: process.env.PATH,
      HOME: home,
      LANG: 'C.UTF-8',
      INDUK_INVENTORY: inventory,
      ...options.env,
    },
    stdio: [input === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'],
  });
  const texts = { stdout: '', stderr: '' };
  const watchers = new Set<() => void>();
  for (const name of ['stdout', 'stderr'] as const) {
    child[name]?.setEncoding('utf8').on('data', (text: string) => {
      texts[name] += text;
      for (const look of watchers) look();
    });
  }
  child.stdin?.on('error', () => {});
  child.stdin?.end(input);
  const timer = setTimeout(() => child.kill('SIGKILL'), timeout);
  const stop = () => child.kill('SIGTERM');
  signal?.addEventListener('abort', stop, { once: true });
  const done = new Promise<Run>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', stop);
      resolve({ code: code ?? -1, ...texts, json: parsed(texts.stdout) });
    });
  });
  const output = () => texts.stderr + texts.stdout;
  const saw = (pattern: RegExp, ms = 240_000) =>
    new Promise<void>((resolve, reject) => {
      const end = (settle: () => void) => {
        watchers.delete(look);
        clearTimeout(limit);
        settle();
      };
      const look = () => {
        if (pattern.test(output())) end(resolve);
      };
      const fail = (why: string) => () =>
        end(() => reject(new Error(`${why} without ${pattern}:\n${output()}`)));
      const limit = setTimeout(fail(`${ms} ms passed`), ms);
      watchers.add(look);
      void done.then(fail('it ended'));
      look();
    });
  return { child, done, output, saw, kill: (name) => void child.kill(name) };
}

/** The events of a `--json` run: the lines of stderr that are JSON. */
// biome-ignore lint/suspicious/noExplicitAny: events of many shapes
export function eventsOf({ stderr }: Pick<Run, 'stderr'>): any[] {
  return stderr.split('\n').flatMap((line) => parsed(line) ?? []);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
