import { spawnSync } from 'node:child_process';
import { appendFile, chmod, mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { describe, expect, it } from 'vitest';
import { appendScript } from '../../src/audit/append-script.js';
import { audited } from '../../src/audit/audited.js';
import { AuditLog } from '../../src/audit/log.js';
import { operatorOf } from '../../src/audit/record.js';
import { Fault } from '../../src/fault.js';
import { Secret } from '../../src/secrets/secret.js';
import type { Connection, ExecOptions } from '../../src/server/connection.js';
import { faultOf } from '../secrets/workplace.js';
import { MemoryAnchor, manager, record } from './workplace.js';

describe('AuditLog', () => {
  it('chains records by the hash sha256sum prints', async () => {
    const { connection, path } = await manager();
    const anchor = new MemoryAnchor();
    const log = new AuditLog(connection, { path, anchor });
    expect(await log.append(record({ outcome: 'start' }))).toMatchObject({
      seq: 1,
      anchored: true,
    });
    const { hash } = await log.append(record({ app: 'dishub/parkir', detail: { é: '😀 "\\ $x' } }));

    const sum = (line: number) =>
      spawnSync('sh', ['-c', `sed -n ${line}p "$1" | sha256sum`, 'sh', path], {
        encoding: 'utf8',
      }).stdout.slice(0, 64);
    expect(hash).toBe(sum(2));
    const [first, second] = await log.read();
    expect(first).toMatchObject({ seq: 1, prev: '0'.repeat(64), outcome: 'start' });
    expect(second).toMatchObject({ seq: 2, prev: sum(1), detail: { é: '😀 "\\ $x' } });
    expect(anchor.head).toEqual({ seq: 2, hash });
    expect(await log.verify()).toEqual({
      lines: 2,
      head: { seq: 2, hash },
      expected: 2,
      anchored: true,
      unfinished: false,
    });
  });

  it('is for root only', async () => {
    const { connection, path } = await manager();
    await new AuditLog(connection, { path, anchor: new MemoryAnchor() }).append(record());
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    expect((await stat(dirname(path))).mode & 0o777).toBe(0o700);
  });

  it('takes ten appenders at once', async () => {
    const { connection, path } = await manager();
    const anchor = new MemoryAnchor();
    const appender = async (operator: string) => {
      const log = new AuditLog(connection, { path, anchor });
      for (let turn = 0; turn < 5; turn += 1) await log.append(record({ operator }));
    };
    const operators = Array.from({ length: 10 }, (_, index) => `petugas-${index}@host`);
    await Promise.all(operators.map(appender));

    const log = new AuditLog(connection, { path, anchor });
    expect(await log.verify()).toMatchObject({ lines: 50, anchored: true });
    expect((await log.verify()).broken).toBeUndefined();
    const counted = (await log.read()).map(({ operator }) => operator).sort();
    expect(counted).toEqual(operators.flatMap((each) => Array(5).fill(each)).sort());
  });

  it('needs one round trip an append, with the record on stdin only', async () => {
    const { connection, path } = await manager();
    const calls: { argv: readonly string[]; options: ExecOptions }[] = [];
    const watched: Connection = Object.create(connection, {
      exec: {
        value: (argv: readonly string[], options: ExecOptions = {}) => {
          calls.push({ argv, options });
          return connection.exec(argv, options);
        },
      },
    });
    const log = new AuditLog(watched, { path, anchor: new MemoryAnchor() });
    await log.append(record({ detail: { note: 'planted' } }));
    await log.append(record());
    expect(calls.length).toBe(2);
    expect(calls.flatMap(({ argv }) => argv).join(' ')).not.toContain('planted');
    expect(calls[0]?.options).toMatchObject({ sudo: true });
  });

  it('never holds a secret, even when given one', async () => {
    const { connection, path } = await manager();
    const log = new AuditLog(connection, { path, anchor: new MemoryAnchor() });
    await log.append(record({ detail: { password: new Secret('hunter2') } }));
    expect(await readFile(path, 'utf8')).toContain('"password":"***"');
  });

  it('goes on after a power loss in the middle of a line', async () => {
    const { connection, path } = await manager();
    const anchor = new MemoryAnchor();
    const log = new AuditLog(connection, { path, anchor });
    await log.append(record());
    await appendFile(path, '{"seq":2,"prev":"ab');
    expect(await log.verify()).toMatchObject({ lines: 1, unfinished: true });
    expect((await log.verify()).broken).toBeUndefined();
    expect(await log.append(record())).toMatchObject({ seq: 2 });
    expect(await log.verify()).toMatchObject({ lines: 2, unfinished: false });
    expect((await log.verify()).broken).toBeUndefined();
  });

  it('goes on when the very first line was cut off', async () => {
    const { connection, path } = await manager();
    await mkdir(dirname(path));
    await writeFile(path, '{"seq":1');
    const log = new AuditLog(connection, { path, anchor: new MemoryAnchor() });
    expect(await log.append(record())).toMatchObject({ seq: 1 });
  });

  it('writes nothing of a record that arrives incomplete', async () => {
    const { path } = await manager();
    const args = ['-c', appendScript, 'induk-audit', path, '100'];
    const { status, stderr } = spawnSync('sh', args, { input: '"time":"20', encoding: 'utf8' });
    expect([status, stderr]).toEqual([65, 'record cut off\n']);
    expect(await stat(path).catch(() => 'absent')).toBe('absent');
  });

  it('takes a line back that the disk has no room for', async () => {
    const { connection, path } = await manager();
    const log = new AuditLog(connection, { path, anchor: new MemoryAnchor() });
    await log.append(record());
    const before = await readFile(path, 'utf8');
    // ulimit -f counts 512-byte blocks: a write beyond it fails half way, as ENOSPC does.
    const big = JSON.stringify({ detail: 'x'.repeat(4000) }).slice(1);
    const script = `trap '' XFSZ; ulimit -f 2; exec sh -c "$@"`;
    const args = ['-c', script, 'sh', appendScript, 'induk-audit', path, String(big.length)];
    const { status } = spawnSync('sh', args, { input: big });
    expect(status).not.toBe(0);
    expect(await readFile(path, 'utf8')).toBe(before);
  });

  it('says why it cannot write or read', async () => {
    const { connection, folder } = await manager();
    await writeFile(`${folder}/file`, '');
    const log = new AuditLog(connection, {
      path: `${folder}/file/audit/audit.jsonl`,
      anchor: new MemoryAnchor(),
    });
    expect(await faultOf(() => log.append(record()))).toMatchObject({
      code: 'AUD001',
      args: { server: 'pusat-1', reason: expect.stringMatching(/cannot create directory/) },
    });
    const directory = new AuditLog(connection, { path: folder, anchor: new MemoryAnchor() });
    expect((await faultOf(() => directory.read())).code).toBe('AUD002');
  });

  it('is empty before the first record', async () => {
    const { connection, path } = await manager();
    const log = new AuditLog(connection, { path, anchor: new MemoryAnchor() });
    expect(await log.read()).toEqual([]);
    expect(await log.verify()).toEqual({ lines: 0, anchored: false, unfinished: false });
  });

  it('filters by app, time and number', async () => {
    const { connection, path } = await manager();
    const log = new AuditLog(connection, { path, anchor: new MemoryAnchor() });
    for (const day of [1, 2, 3, 4]) {
      const app = day % 2 ? 'dishub/parkir' : undefined;
      await log.append(record({ time: `2025-03-0${day}T00:00:00.000Z`, ...(app && { app }) }));
    }
    const numbers = async (filter: Parameters<AuditLog['read']>[0]) =>
      (await log.read(filter)).map(({ seq }) => seq);
    expect(await numbers({})).toEqual([1, 2, 3, 4]);
    expect(await numbers({ app: 'dishub/parkir' })).toEqual([1, 3]);
    expect(await numbers({ since: new Date('2025-03-03T00:00:00Z') })).toEqual([3, 4]);
    expect(await numbers({ limit: 2 })).toEqual([3, 4]);
    expect(await numbers({ app: 'dishub/parkir', limit: 1 })).toEqual([3]);
    expect(await numbers({ limit: 0 })).toEqual([]);
  });
});

describe('audited', () => {
  const act = { operator: 'sari@kominfo', action: 'apply', detail: { plan: 'abc' }, version: '1' };

  it('writes start and ok around the act', async () => {
    const { connection, path } = await manager();
    const log = new AuditLog(connection, { path, anchor: new MemoryAnchor() });
    const result = await audited(
      log,
      act,
      async () => 3,
      (done) => ({ done }),
    );
    expect(result).toBe(3);
    expect(await log.read()).toMatchObject([
      { outcome: 'start', detail: { plan: 'abc' } },
      { outcome: 'ok', detail: { plan: 'abc', done: 3 } },
    ]);
  });

  it('writes a code, never the words, of a failure', async () => {
    const { connection, path } = await manager();
    const log = new AuditLog(connection, { path, anchor: new MemoryAnchor() });
    const failing = (error: Error) =>
      audited(log, act, () => Promise.reject(error)).catch((caught) => caught);
    const bug = new TypeError('hunter2');
    expect(await failing(bug)).toBe(bug);
    await failing(new Fault('CLU001'));
    const codes = (await log.read()).map(({ outcome, detail }) => [outcome, detail.code]);
    expect(codes).toEqual([
      ['start', undefined],
      ['failed', 'TypeError'],
      ['start', undefined],
      ['failed', 'CLU001'],
    ]);
    expect(await readFile(path, 'utf8')).not.toContain('hunter2');
  });

  it('does nothing when the start cannot be written', async () => {
    const { connection, folder } = await manager();
    const log = new AuditLog(connection, { path: folder, anchor: new MemoryAnchor() });
    let isRun = false;
    const run = async () => {
      isRun = true;
    };
    expect((await faultOf(() => audited(log, act, run))).code).toBe('AUD001');
    expect(isRun).toBe(false);
    await chmod(folder, 0o700);
  });
});

describe('operatorOf', () => {
  it('names the person behind sudo', () => {
    expect(operatorOf({ SUDO_USER: 'sari' })).toMatch(/^sari@.+/);
    expect(operatorOf({})).toMatch(/^[^@]+@.+/);
  });
});
