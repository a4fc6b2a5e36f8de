/** Logs and exec, over SSH, in a real Swarm. */
import { PassThrough, Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { LogLine } from '../../../src/cluster/runtime/logs.js';
import { execInApp, type WantedExec } from '../../../src/session/exec.js';
import { readLog, type WantedLog } from '../../../src/session/logs.js';
import { faultOf } from '../../server/fault.js';
import { type LabSite, labSite } from './lab-site.js';

let lab: LabSite;
beforeAll(async () => {
  lab = await labSite('inside');
});
afterAll(() => lab?.down());

async function log(wanted: Partial<WantedLog> = {}): Promise<LogLine[]> {
  const lines: LogLine[] = [];
  const all = { name: 'baik', service: 'web', follow: false, ...wanted };
  await readLog(lab.site, all, async (line) => void lines.push(line));
  return lines;
}

async function run(argv: string[], wanted: Partial<WantedExec> = {}) {
  const chunks: Record<'stdout' | 'stderr', Buffer[]> = { stdout: [], stderr: [] };
  const sink = (name: 'stdout' | 'stderr') =>
    new PassThrough().on('data', (chunk: Buffer) => chunks[name].push(chunk));
  const [stdout, stderr] = [sink('stdout'), sink('stderr')];
  const { exitCode } = await execInApp(lab.site, {
    name: 'uji/baik',
    part: 'web',
    argv,
    stdout,
    stderr,
    ...wanted,
  });
  return {
    exitCode,
    stdout: `${Buffer.concat(chunks.stdout)}`,
    stderr: `${Buffer.concat(chunks.stderr)}`,
  };
}

/** Waits for a line that says something, then ends the reading. */
async function follow(service: string, words: RegExp, then: () => unknown): Promise<LogLine> {
  const abort = new AbortController();
  let found: LogLine | undefined;
  let acted = false;
  const wanted = { name: 'baik', service, follow: true, signal: abort.signal };
  const reading = readLog(lab.site, wanted, async (line) => {
    if (words.test(line.text)) {
      found = line;
      abort.abort();
    }
    if (!acted) {
      acted = true;
      then();
    }
  });
  await reading.catch((error: unknown) => {
    if (!abort.signal.aborted) throw error;
  });
  return found as LogLine;
}

describe('logs', () => {
  it('keeps the two outputs apart, with times', async () => {
    const lines = await log();
    const texts = lines.map(({ stream, text }) => [stream, text]);
    expect(texts).toContainEqual(['stdout', 'version uji:satu starts\n']);
    expect(texts).toContainEqual(['stderr', 'a warning\n']);
    for (const { time } of lines) expect(time).toMatch(/^\d{4}-\d{2}-\d{2}T[\d:]+\.\d{9}Z$/);
  });

  it('shows the last lines, and those since a time', async () => {
    const all = await log();
    expect(await log({ tail: 1 })).toEqual(all.slice(-1));
    expect(await log({ tail: 0 })).toEqual([]);
    expect(await log({ since: '1h' })).toEqual(all);
    expect(await log({ since: '2100-01-01T00:00:00Z' })).toEqual([]);
  });

  it('follows: what was there once, then what is written', async () => {
    const say = () => run(['sh', '-c', 'echo something new > /proc/1/fd/1']);
    const line = await follow('web', /something new/, say);
    expect(line).toMatchObject({ stream: 'stdout', text: 'something new\n' });
    const before = (await log()).filter(({ text }) => text.includes('something new'));
    expect(before).toHaveLength(1);
  });

  it('reads the access log in the proxy, and leaves no reader behind', async () => {
    const proxy = (...argv: string[]) => {
      const id = lab.docker('ps', '-q', '--filter', 'name=induk-proxy').trim();
      return lab.docker('exec', id, 'sh', '-c', ...argv);
    };
    const file = '/var/log/caddy/uji-baik.log';
    proxy(`echo '{"ts":1700000000.5,"status":200}' >> ${file}`);
    const [line] = await log({ service: 'proxy' });
    expect(line).toMatchObject({ time: '2023-11-14T22:13:20.500Z', stream: 'stdout' });
    expect(await log({ service: 'proxy', since: '1h' })).toEqual([]);
    await follow('proxy', /"status":404/, () =>
      proxy(`echo '{"ts":1700000001,"status":404}' >> ${file}`),
    );
    await expect
      .poll(() => proxy('ps | grep -c "[t]ail -n" || true').trim(), { timeout: 20_000 })
      .toBe('0');
  });

  it.each([
    ['baik', 'db', 'CLU071'],
    ['lain', 'web', 'CLU070'],
    ['bail', 'web', 'INV090'],
  ])('has nothing of %s %s: %s', async (name, service, code) => {
    expect((await faultOf(log({ name, service }))).code).toBe(code);
  });

  it('refuses a time that is none', async () => {
    const fault = await faultOf(log({ since: 'yesterday' }));
    expect([fault.code, fault.exit]).toEqual(['CLU083', 64]);
  });
});

describe('exec', () => {
  it('gives both outputs and the exit code', async () => {
    const script = 'echo to stdout; echo to stderr >&2; exit 7';
    expect(await run(['sh', '-c', script])).toEqual({
      exitCode: 7,
      stdout: 'to stdout\n',
      stderr: 'to stderr\n',
    });
  });

  it('ends the command’s input where ours ends, and goes on reading', async () => {
    const stdin = Readable.from([Buffer.from('one\n'), Buffer.from('two\n')]);
    const script = 'wc -l; echo after';
    expect((await run(['sh', '-c', script], { stdin })).stdout).toBe('2\nafter\n');
  });

  it('carries much in both directions', async () => {
    const size = 8 * 1024 * 1024;
    const stdin = Readable.from([Buffer.alloc(size / 2, 1), Buffer.alloc(size / 2, 2)]);
    const { stdout } = await run(['sh', '-c', 'tee /dev/stderr | sha256sum'], { stdin });
    const { stdout: expected } = await run([
      'sh',
      '-c',
      `(head -c ${size / 2} /dev/zero | tr '\\0' '\\1'; head -c ${size / 2} /dev/zero | tr '\\0' '\\2') | sha256sum`,
    ]);
    expect(stdout).toBe(expected);
  });

  it('has the environment of the app, secrets too, and keeps them out of argv', async () => {
    const { stdout } = await run(['sh', '-c', 'printf %s "$TOKEN"']);
    const secret = (await lab.site.store.read('uji/baik')).get('TOKEN');
    expect(stdout).toBe(secret?.reveal());
    expect((await run(['sh', '-c', 'echo $PORT'])).stdout).toBe('8080\n');
  });

  it('opens a shell when no command is given', async () => {
    const stdin = Readable.from(['echo "$0"; exit 4\n']);
    expect(await run([], { stdin })).toMatchObject({ exitCode: 4, stdout: 'bash\n' });
  });

  it('lends a terminal, with its size', async () => {
    const listeners = new Set<() => void>();
    const screen = { columns: 91, rows: 17, restored: false };
    const lend = () => ({
      size: () => screen,
      onResize: (listener: () => void) => {
        listeners.add(listener);
        return () => void listeners.delete(listener);
      },
      restore: () => {
        screen.restored = true;
      },
    });
    const script = 'while [ "$(stty size)" != "17 91" ]; do sleep 0.1; done; tty; stty size';
    const { stdout } = await run(['sh', '-c', script], { lend, stdin: new PassThrough() });
    expect(stdout).toMatch(/\/dev\/pts\/\d+\r\n17 91\r\n/);
    expect([screen.restored, listeners.size]).toEqual([true, 0]);
  });

  it('runs as another user', async () => {
    expect((await run(['id', '-un'], { user: 'nobody' })).stdout).toBe('nobody\n');
  });
});
