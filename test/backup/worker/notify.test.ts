import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { RunRecord } from '../../../src/backup/model.js';
import { workerContext } from '../../../src/backup/worker/context.js';
import { conclude } from '../../../src/backup/worker/run.js';

let folder: string;
const received: { text: string; run: RunRecord }[] = [];
let status = 200;
const server = createServer((request, response) => {
  let body = '';
  request.on('data', (chunk) => {
    body += chunk;
  });
  request.on('end', () => {
    received.push(JSON.parse(body));
    response.writeHead(status).end();
  });
});

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'induk-run-'));
  received.length = 0;
  status = 200;
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});

afterEach(async () => {
  rmSync(folder, { recursive: true });
  await new Promise((resolve) => server.close(resolve));
});

const job = () => ({
  site: 'kota',
  app: 'dishub/parkir' as const,
  engineName: 'dishub-parkir',
  server: 'pusat-1',
  notify: { webhook: `http://127.0.0.1:${(server.address() as AddressInfo).port}/` },
});

const context = () => ({
  ...workerContext({
    signal: new AbortController().signal,
    say: () => {},
    words: (code, args) => `${code} in words, ${JSON.stringify(args)}`,
    version: '1',
  }),
  places: { job: folder, volumes: folder, status: folder, metrics: folder },
});

const record = (more: Partial<RunRecord>): RunRecord => ({
  formatVersion: 1,
  app: 'dishub/parkir',
  kind: 'create',
  startedAt: '2026-11-22T02:00:00.000Z',
  finishedAt: '2026-11-22T02:00:04.500Z',
  ok: true,
  alarms: [],
  ...more,
});
const failed = (): RunRecord =>
  record({ ok: false, failure: { code: 'BAK030', args: { service: 'x' } } });

const left = (name: string): string => readFileSync(join(folder, name), 'utf8');
const metric = (name: string): string | undefined =>
  new RegExp(`^induk_backup_${name}{[^}]*} (.*)$`, 'm').exec(
    left('induk_create_dishub-parkir.prom'),
  )?.[1];

describe('the end of a run', () => {
  it('is on record and says nothing to people when all is well', async () => {
    await conclude(job(), record({ bytes: 5 }), context());
    expect(JSON.parse(left('dishub-parkir.create.json'))).toEqual(record({ bytes: 5 }));
    expect([metric('ok'), metric('size_bytes'), metric('duration_seconds')]).toEqual([
      '1',
      '5',
      '4.5',
    ]);
    expect(received).toEqual([]);
  });

  it('is told in words when it failed, and the last success stays known', async () => {
    await conclude(job(), record({}), context());
    const success = metric('last_success_timestamp_seconds');
    const later = { startedAt: '2026-11-23T02:00:00.000Z', finishedAt: '2026-11-23T02:00:01.000Z' };
    await conclude(job(), { ...failed(), ...later }, context());
    expect(metric('ok')).toBe('0');
    expect(metric('last_success_timestamp_seconds')).toBe(success);
    expect(received).toHaveLength(1);
    expect(received[0]?.text).toMatch(/dishub\/parkir: backup FAILED\nBAK030 BAK030 in words/);
    expect(received[0]?.run.failure?.code).toBe('BAK030');
  });

  it('keeps the first that made a set on record', async () => {
    const first = 'dishub-parkir.create.first.json';
    await conclude(job(), failed(), context());
    await conclude(job(), record({ kind: 'drill' }), context());
    expect(() => left(first)).toThrow('ENOENT');
    await conclude(job(), record({ set: 'satu' }), context());
    await conclude(job(), record({ set: 'dua' }), context());
    expect(JSON.parse(left(first)).set).toBe('satu');
  });

  it('is told when there are alarms', async () => {
    await conclude(job(), record({ alarms: [{ code: 'BAK140', args: {} }] }), context());
    expect(received[0]?.text).toMatch(/ok, but\nBAK140/);
  });

  it('is on record with an alarm when nobody could be told', async () => {
    status = 500;
    await conclude(job(), failed(), context());
    const { alarms } = JSON.parse(left('dishub-parkir.create.json')) as RunRecord;
    expect(alarms).toEqual([{ code: 'BAK022', args: { way: 'webhook', reason: 'HTTP 500' } }]);
  });
});
