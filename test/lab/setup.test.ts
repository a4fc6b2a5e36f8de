import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { ensureBase, ensureEngine } from '../../scripts/setup/engine.js';
import { lockFile, withLock } from '../../scripts/setup/lock.js';
import { dockerArgv, run } from '../../scripts/setup/run.js';

const LOCK = `test-${process.pid}`;

afterAll(() => rmSync(lockFile(LOCK), { force: true }));

describe('the lock of the bootstrap', () => {
  it('lets one in at a time', async () => {
    const events: string[] = [];
    const work = (name: string) => async () => {
      events.push(`${name} in`);
      await run(['true']);
      events.push(`${name} out`);
    };
    await Promise.all(['a', 'b', 'c'].map((name) => withLock(LOCK, work(name))));
    for (let at = 0; at < events.length; at += 2) {
      expect(events[at + 1]).toBe(events[at]?.replace('in', 'out'));
    }
  });

  it('is free again when its work fails, and when its process is killed', async () => {
    const fails = withLock(LOCK, () => Promise.reject(new Error('no luck')));
    await expect(fails).rejects.toThrow('no luck');
    const module = fileURLToPath(new URL('../../scripts/setup/lock.js', import.meta.url));
    const script = `import { withLock } from ${JSON.stringify(module)};
      await withLock('${LOCK}', () => { console.log('held'); return new Promise((r) => setTimeout(r, 60000)); });`;
    const other = spawn(process.execPath, ['--input-type=module', '-e', script]);
    await once(other.stdout, 'data');
    other.kill('SIGKILL');
    expect(await withLock(LOCK, async () => 'in')).toBe('in');
  });
});

describe('a child process', () => {
  it('fails with its last words and without its later arguments', async () => {
    const argv = ['sh', '-c', 'echo reason >&2; exit 3', 'name', 'hidden'];
    const error = await run(argv).catch((reason: Error) => reason);
    expect(String(error)).toMatch(/exit 3\n {2}reason/);
    expect(String(error)).not.toContain('hidden');
  });

  it('is ended when it says nothing in time', async () => {
    const { code } = await run(['sleep', '60'], { firstOutputMs: 50, check: false });
    expect(code).toBe(-1);
  });

  it('gives its output line by line', async () => {
    const lines: string[] = [];
    await run(['printf', 'a\\r\\nb\\nc\\n'], { onLine: (line) => lines.push(line) });
    expect(lines).toEqual(['a', 'b', 'c']);
  });
});

describe('the engine and the base image', () => {
  it('are used as they are, without a word, when they are there', async () => {
    const said: string[] = [];
    const log = (line: string) => said.push(line);
    await ensureEngine({ log });
    await ensureBase('bookworm', { log });
    said.length = 0;
    expect(await ensureEngine({ log })).toBe('running');
    expect(await ensureBase('bookworm', { log })).toBe('debian:bookworm-slim');
    expect(said).toEqual([]);
  }, 600_000);

  it('refuse a release that could be an option or a path', async () => {
    await expect(ensureBase('--help', { log() {} })).rejects.toThrow('not a Debian release');
  });

  it("are Debian's client on the local socket, whatever DOCKER_HOST says", () => {
    expect(dockerArgv('ps').slice(1)).toEqual(['--host', 'unix:///var/run/docker.sock', 'ps']);
  });
});
