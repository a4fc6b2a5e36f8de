import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { RunRecord } from '../../../src/backup/model.js';
import type { WatchJob } from '../../../src/backup/watch/model.js';
import type { WatchNotice } from '../../../src/backup/watch/notice.js';
import { watch } from '../../../src/backup/watch/watch.js';

let folder: string;
let status = 200;
let clock: Date;
const received: WatchNotice[] = [];
const server = createServer((request, response) => {
  let body = '';
  request.on('data', (chunk) => {
    body += chunk;
  });
  request.on('end', () => {
    if (status === 200) received.push(JSON.parse(body));
    response.writeHead(status).end();
  });
});

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'induk-watch-'));
  received.length = 0;
  status = 200;
  clock = new Date('2026-11-22T12:00:00Z');
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});

afterEach(async () => {
  rmSync(folder, { recursive: true });
  await new Promise((resolve) => server.close(resolve));
});

const apps = ['dishub/kas', 'dishub/parkir'].map((app) => ({
  ...{ app: app as WatchJob['apps'][0]['app'], runs: true, log: false },
}));

function look(over: Partial<WatchJob> = {}) {
  const webhook = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  const own = { site: 'kota', server: 'pusat-1', notify: { webhook }, apps };
  return watch(
    { formatVersion: 1, ...own, ...over },
    {
      places: { job: folder, status: folder, volumes: folder, metrics: folder },
      now: () => clock,
      words: (code, args) => `${code} in words, ${JSON.stringify(args)}`,
      say: () => {},
    },
  );
}

const later = (hours: number): void => {
  clock = new Date(clock.getTime() + hours * 3_600_000);
};

/** The last run of an app, as it leaves its record. */
function ran(name: string, over: Partial<RunRecord> = {}): void {
  const at = clock.toISOString();
  const record = { formatVersion: 1, app: `dishub/${name}`, kind: 'create', ok: true, alarms: [] };
  const text = JSON.stringify({ ...record, startedAt: at, finishedAt: at, ...over });
  writeFileSync(join(folder, `dishub-${name}.create.json`), text);
}

describe('the watch over a server', () => {
  it('says nothing while the runs go well, whatever else lies there', async () => {
    ran('kas');
    ran('parkir');
    writeFileSync(join(folder, 'rusak.json'), '{');
    expect(await look()).toEqual({ told: [], red: [] });
    expect(received).toEqual([]);
  });

  it('calls people of a run that was missed, once, and again the day after', async () => {
    ran('parkir');
    await look();
    later(27);
    ran('kas');
    expect(await look()).toEqual({ told: ['dishub/parkir'], red: ['dishub/parkir'] });
    const { text, ...notice } = received[0] as WatchNotice;
    expect(text).toBe(
      'kota pusat-1: backups RED of dishub/parkir\n' +
        'dishub/parkir: BAK158 BAK158 in words, {"app":"dishub/parkir","hours":27}',
    );
    const reasons = [{ code: 'BAK158', args: { app: 'dishub/parkir', hours: 27 } }];
    expect(notice).toEqual({
      ...{ formatVersion: 1, site: 'kota', server: 'pusat-1' },
      apps: [{ app: 'dishub/parkir', reasons }],
    });
    later(1);
    expect(await look()).toEqual({ told: [], red: ['dishub/parkir'] });
    later(24);
    ran('kas');
    await look();
    expect(received).toHaveLength(2);
    ran('parkir');
    expect(await look()).toEqual({ told: [], red: [] });
  });

  it('tells of all that became red in one notice', async () => {
    ran('kas');
    ran('parkir');
    later(48);
    await look();
    expect(received.map((notice) => notice.apps.map(({ app }) => app))).toEqual([
      ['dishub/kas', 'dishub/parkir'],
    ]);
  });

  it('names no more apps in its first line than a mail’s subject can hold', async () => {
    const many = ['a', 'b', 'c', 'd'].map((name) => ({ ...apps[0], app: `dishub/${name}` }));
    for (const name of ['a', 'b', 'c', 'd']) ran(name);
    later(48);
    await look({ apps: many as WatchJob['apps'] });
    expect(received[0]?.text).toMatch(/^kota pusat-1: backups RED of 4 apps\ndishub\/a: /);
  });

  it('fails when it can tell nobody, and tells the next time', async () => {
    ran('kas');
    ran('parkir');
    later(48);
    status = 503;
    await expect(look()).rejects.toMatchObject({
      code: 'BAK022',
      args: { way: 'webhook', reason: 'HTTP 503' },
    });
    status = 200;
    later(1);
    expect((await look()).told).toEqual(['dishub/kas', 'dishub/parkir']);
  });

  it('forgets apps that are gone, and begins anew when its memory is spoilt', async () => {
    await look();
    const memory = () => JSON.parse(readFileSync(join(folder, 'memory.json'), 'utf8'));
    expect(Object.keys(memory())).toEqual(['dishub/kas', 'dishub/parkir']);
    await look({ apps: apps.slice(1) });
    expect(Object.keys(memory())).toEqual(['dishub/parkir']);
    writeFileSync(join(folder, 'memory.json'), '{"dishub/');
    expect(await look()).toEqual({ told: [], red: [] });
  });
});
