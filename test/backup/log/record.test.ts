import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { LogRecord } from '../../../src/backup/log/model.js';
import { leaveRecord, Teller } from '../../../src/backup/log/record.js';
import type { BackupJob } from '../../../src/backup/model.js';
import type { WorkerContext } from '../../../src/backup/worker/context.js';

let server: Server;
let notices: string[];
let clock: Date;
let job: BackupJob;

beforeAll(async () => {
  server = createServer((request, response) => {
    let text = '';
    request.on('data', (chunk: Buffer) => {
      text += chunk.toString();
    });
    request.on('end', () => {
      notices.push((JSON.parse(text) as { text: string }).text);
      response.end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const webhook = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  job = {
    ...{ formatVersion: 1, site: 'kota', app: 'dishub/kas', engineName: 'dishub-kas' },
    ...{ server: 'pusat-1', access: { url: '/vault', password: 'x' }, volumes: [], secrets: {} },
    notify: { webhook },
  };
});

beforeEach(() => {
  notices = [];
  clock = new Date('2026-11-20T03:00:00Z');
});

afterAll(() => new Promise((resolve) => server.close(resolve)));

const minute = 60_000;
const later = (minutes: number): void => {
  clock = new Date(clock.getTime() + minutes * minute);
};

const teller = () =>
  new Teller({ now: () => clock, words: (code: string) => code } as unknown as WorkerContext);

const looked = (over: Partial<LogRecord> = {}): LogRecord => ({
  ...{ formatVersion: 1, app: 'dishub/kas', kind: 'log', ok: true, alarms: [] },
  ...{ startedAt: clock.toISOString(), finishedAt: clock.toISOString() },
  ...{ through: clock.toISOString(), ...over },
});

describe('a log that cannot be saved', () => {
  it('is told once it is behind, once a day, and again for another reason', async () => {
    const one = teller();
    const through = clock.toISOString();
    const failing = (code: string) =>
      one.tell(job, looked({ ok: false, through, failure: { code, args: {} } }));
    later(4);
    await failing('BAK015');
    expect(notices).toEqual([]);
    later(2);
    await failing('BAK015');
    await failing('BAK015');
    expect(notices).toEqual([expect.stringContaining('BAK015')]);
    await failing('BAK013');
    later(25 * 60);
    await failing('BAK013');
    expect(notices).toHaveLength(3);
  });

  it('is told anew after it was well in between', async () => {
    const one = teller();
    const failure = { code: 'BAK015', args: {} };
    for (const _ of [1, 2]) {
      const through = clock.toISOString();
      later(6);
      await one.tell(job, looked({ ok: false, through, failure }));
      await one.tell(job, looked());
    }
    expect(notices).toHaveLength(2);
  });
});

describe('a hole', () => {
  const hole = { code: 'BAK166', args: { from: 3, to: 4 } };

  it('is told once, and shown until something was made after it', async () => {
    const one = teller();
    const from = clock.toISOString();
    later(1);
    await one.tell(job, looked({ alarms: [hole], from }));
    later(1);
    expect((await one.tell(job, looked({ from }))).alarms).toEqual([hole]);
    expect(notices).toHaveLength(1);
    expect((await one.tell(job, looked({ from: clock.toISOString() }))).alarms).toEqual([]);
  });
});

describe('what is left', () => {
  it('is a record for people and gauges for monitoring', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'induk-record-'));
    try {
      const places = { job: folder, volumes: folder, status: folder, metrics: folder };
      const record = looked({ from: '2026-11-19T03:00:00Z' });
      await leaveRecord(job, record, { places, say: () => undefined });
      const text = await readFile(join(folder, 'dishub-kas.log.json'), 'utf8');
      expect(JSON.parse(text)).toEqual(record);
      const gauges = await readFile(join(folder, 'induk_log_dishub-kas.prom'), 'utf8');
      const values = gauges.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
      const labels = '{site="kota",app="dishub/kas"}';
      expect(values).toEqual([
        `induk_log_from_timestamp_seconds${labels} ${Date.UTC(2026, 10, 19, 3) / 1000}`,
        `induk_log_through_timestamp_seconds${labels} ${clock.getTime() / 1000}`,
        `induk_log_ok${labels} 1`,
        `induk_log_alarms${labels} 0`,
      ]);
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});
