import { describe, expect, test } from 'vitest';
import { backupAdvice } from '../../src/inventory/backup-advice.js';
import { machinesOf } from '../../src/inventory/machines.js';
import type { Inventory } from '../../src/inventory/model.js';
import type { Origins } from '../../src/inventory/origins.js';
import { parseInventory } from '../../src/inventory/parse.js';
import { parseSpan } from '../../src/inventory/units.js';
import { webhookFault } from '../../src/inventory/vault-url.js';
import { phrase } from '../../src/terminal/prose/index.js';

const app = 'runtime: {static: true}, source: a';

function read(backup: string, apps: string): { inventory: Inventory; origins: Origins } {
  const site = `site: kota
domain: a.id
servers:
  brankas-1: {address: 10.0.0.9, role: vault, disk: 1TiB}
  pusat-1: {address: 10.0.0.1}
  pusat-2: {address: 10.0.0.2}
  pusat-3: {address: 10.0.0.3}
  pusat-4: {address: 10.0.0.4}
defaults: {server: pusat-2}
${backup}`;
  const { inventory, origins, diagnostics } = parseInventory([
    { path: 'site.yaml', text: site },
    { path: 'opd/dishub.yaml', text: `opd: dishub\nname: x\napps:\n${apps}` },
  ]);
  expect(diagnostics).toEqual([]);
  return { inventory: inventory as Inventory, origins };
}

describe('vault servers', () => {
  const { inventory } = read('', `  parkir: {${app}}\n`);

  test('are no members of the Swarm, and count for nothing there', () => {
    expect(inventory.servers.map(({ name, role }) => `${name} ${role}`)).toEqual([
      'pusat-1 manager',
      'pusat-2 manager',
      'pusat-3 manager',
      'pusat-4 worker',
    ]);
    expect(inventory.vaults).toEqual([
      {
        name: 'brankas-1',
        address: '10.0.0.9',
        port: 22,
        user: 'induk',
        role: 'vault',
        disk: 2 ** 40,
      },
    ]);
  });

  test('are reached like the others', () => {
    expect(machinesOf(inventory).map(({ name }) => name)).toEqual([
      'pusat-1',
      'pusat-2',
      'pusat-3',
      'pusat-4',
      'brankas-1',
    ]);
  });
});

describe('policy', () => {
  test('defaults', () => {
    const { inventory } = read(
      'backup: {vault: {server: brankas-1}}\n',
      '  parkir: {runtime: {php: "8.2"}, source: a, storage: {uploads: /app/b, cache: /app/c}}\n',
    );
    const keep = { all: 48, daily: 14, weekly: 8, monthly: 12 };
    expect(inventory.site.backup).toEqual({
      vault: { kind: 'server', server: 'brankas-1', port: 8300 },
      schedule: '01:00',
      window: 10_800,
      keep,
      drill: 'weekly',
      pointInTime: true,
      concurrency: 2,
    });
    expect(inventory.apps[0]?.backup).toEqual({
      schedule: '01:00',
      window: 10_800,
      keep,
      drill: 'weekly',
      pointInTime: false,
      volumes: ['uploads', 'cache'],
    });
  });

  test('databases come back to any second unless site or app say otherwise', () => {
    const kept = 'runtime: {php: "8.4"}, source: a, database: {mariadb: "11.8"}';
    const apps = `  satu: {${kept}}
  dua: {${kept}, backup: {pointInTime: false}}
  tiga: {${kept}, backup: {pointInTime: true}}
`;
    const followed = (more: string) =>
      read(`backup: {vault: {server: brankas-1}${more}}\n`, apps).inventory.apps.map(
        ({ backup }) => backup?.pointInTime,
      );
    expect(followed('')).toEqual([true, false, true]);
    expect(followed(', pointInTime: false')).toEqual([false, false, true]);
  });

  test('what an app says goes before what the site says, key by key', () => {
    const { inventory, origins } = read(
      `backup:
  vault: {url: "s3:s3.contoh.go.id/backups"}
  schedule: "23:00"
  keep: {all: 1w, daily: 5}
  limitUpload: 2MiB
`,
      `  parkir:
    runtime: {php: "8.2"}
    source: a
    storage: {uploads: /app/b, cache: /app/c}
    backup: {schedule: "03:30", keep: {daily: 31}, drill: monthly, exclude: [cache]}
  profil: {${app}, backup: {off: " Salinan dari data pusat. "}}
`,
    );
    expect(inventory.site.backup).toMatchObject({
      vault: { kind: 'url', url: 's3:s3.contoh.go.id/backups' },
      limitUpload: 2 ** 21,
    });
    const [parkir, profil] = inventory.apps;
    expect(parkir?.backup).toEqual({
      schedule: '03:30',
      window: 0,
      keep: { all: 168, daily: 31, weekly: 8, monthly: 12 },
      drill: 'monthly',
      pointInTime: false,
      volumes: ['uploads'],
    });
    expect(profil?.backup).toBeUndefined();
    expect(profil?.backupOff).toBe('Salinan dari data pusat.');
    const from = Object.fromEntries(
      [parkir, profil]
        .flatMap((each) => (each === undefined ? [] : origins.of(each)))
        .filter(({ path }) => path.startsWith('backup'))
        .map(({ path, origin }) => [path, origin.from]),
    );
    expect(from).toEqual({
      'backup.schedule': 'file',
      'backup.pointInTime': 'default',
      'backup.window': 'file',
      'backup.keep.all': 'site',
      'backup.keep.daily': 'file',
      'backup.keep.weekly': 'default',
      'backup.keep.monthly': 'default',
      'backup.drill': 'file',
      'backup.volumes': 'file',
      backupOff: 'file',
    });
  });
});

describe('advice', () => {
  const advice = (backup: string, apps: string) => {
    const { inventory, origins } = read(backup, apps);
    return backupAdvice(inventory, origins).map(({ code, severity, args, at }) => {
      expect(severity).toBe('warning');
      for (const lang of ['en', 'id'] as const) {
        const { text, next = '' } = phrase(code, args, lang);
        expect(`${text} ${next}`).not.toMatch(/\{\w+\}/);
      }
      return `${code} ${at?.file}:${at?.line}`;
    });
  };
  const off = 'backup: {off: Salinan dari data pusat.}';

  test('no backups at all', () => {
    expect(advice('', '')).toEqual([]);
    expect(advice('', `  parkir: {${app}}\n`)).toEqual(['INV140 site.yaml:1']);
    expect(
      advice('', `  parkir: {${app}, ${off}}\n  profil: {${app}, backup: {drill: daily}}\n`),
    ).toEqual(['INV140 site.yaml:1', 'INV141 opd/dishub.yaml:4', 'INV142 opd/dishub.yaml:5']);
  });

  test('of a policy', () => {
    const apps = `  parkir: {${app}}\n  profil: {${app}, ${off}}\n`;
    const ready = 'recipient: age1zksq8ys0rhsdlwrre5646d4999u99jd4vt9an4hqu0agdh6tn3kqxh6c5y';
    const of = (vault: string) => advice(`backup: {vault: {${vault}}, ${ready}}\n`, apps);
    expect(of('server: brankas-1')).toEqual(['INV141 opd/dishub.yaml:5']);
    expect(of('url: "rest:https://b.go.id/"')).toEqual(['INV141 opd/dishub.yaml:5']);
    expect(of('url: "rest:http://b.go.id/"')[0]).toBe('INV143 site.yaml:10');
    expect(of('path: /srv/backups')[0]).toBe('INV144 site.yaml:10');
  });

  test('a vault that nobody has set up', () => {
    const policy = 'backup: {vault: {server: brankas-1}}\n';
    expect(advice(policy, '')).toEqual([]);
    expect(advice(policy, `  parkir: {${app}}\n`)).toEqual(['INV145 site.yaml:10']);
  });
});

test.each([
  ['90m', 90],
  ['2h', 120],
  ['2d', 2880],
  ['1w', 10_080],
  ['1.5h', undefined],
  ['2 d', undefined],
  ['2', undefined],
])('the span %s', (text, minutes) => expect(parseSpan(text)).toBe(minutes));

test.each([
  ['https://pesan.contoh.go.id', undefined],
  ['http://10.0.0.1:8080/a?b=c', undefined],
  ['ftp://contoh.go.id/', 'form'],
  ['https://u@contoh.go.id/', 'form'],
  ['https://contoh.go.id/a b', 'form'],
  ['https://a:b:c/', 'form'],
])('the webhook %s', (url, fault) => expect(webhookFault(url)).toBe(fault));
