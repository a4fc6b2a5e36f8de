import { expect, it } from 'vitest';
import { parse } from 'yaml';
import { parseInventory } from '../../../src/inventory/parse.js';
import {
  type DraftEntry,
  extendedText,
  newAgencyText,
} from '../../../src/migrate/inspect/document.js';
import { draftApp } from '../../../src/migrate/inspect/draft.js';
import { recipeFor } from '../../../src/migrate/inspect/recipe-versions.js';
import { desiredOf } from '../../plan/site-state.js';
import { recorded } from './recorded.js';

const reached = {
  address: '203.0.113.7',
  port: 2222,
  user: 'root',
  hostKey: 'SHA256:uNiVztksCsDhcc0u9e8BrsXXHhMKyj3WAERJ6V3FBaM',
};
const siteYaml = 'site: kota\ndomain: kota.go.id\nservers: {pusat-1: {address: 10.0.0.1}}\n';

async function draftsOf(kind: 'bullseye' | 'nginx'): Promise<DraftEntry[]> {
  const { findings } = await recorded(kind);
  return findings.apps.map((app) => ({
    name: app.name,
    entry: draftApp(app, findings.host, reached),
    comment: [app.framework],
  }));
}

function inventoryWith(text: string) {
  const files = [
    { path: 'site.yaml', text: siteYaml },
    { path: 'opd/bkd.yaml', text },
  ];
  const parsed = parseInventory(files);
  expect(parsed.diagnostics).toEqual([]);
  return parsed.inventory as NonNullable<typeof parsed.inventory>;
}

it.each(['bullseye', 'nginx'] as const)(
  'drafts what validates and can be planned: %s',
  async (kind) => {
    const inventory = inventoryWith(newAgencyText('bkd', await draftsOf(kind)));
    const { services, images } = desiredOf(inventory);
    for (const app of inventory.apps) {
      expect(app.source).toBeUndefined();
      expect(app.legacy).toMatchObject({ address: '203.0.113.7', port: 2222 });
      const web = services.find(({ name }) => name === app.engineName);
      const target = app.storage.app;
      expect(web?.mounts).toContainEqual({ volume: `${app.engineName}-app`, target });
      // PHP must run there, which the recipe forbids in folders people upload to.
      const image = images.find((one) => one.app === app.id);
      expect(image?.args.STORAGE).toBe('');
    }
  },
);

it('gives the app its path, database, jobs and PHP as they were', async () => {
  const [, simpeg] = await draftsOf('bullseye');
  expect(simpeg?.entry).toMatchObject({
    runtime: { php: '7.4', docroot: '/var/www/html' },
    database: { mariadb: '10.5', name: 'db_simpeg', user: 'simpeg' },
    storage: { app: '/var/www/html/simpeg' },
    health: { path: '/simpeg/' },
  });
  const [antrian] = await draftsOf('nginx');
  expect(antrian?.entry).toMatchObject({
    runtime: { docroot: '/srv/www/antrian/public', ini: { memory_limit: '192M' } },
    cron: [{ name: 'schedule-run', run: 'cd /srv/www/antrian && php artisan schedule:run' }],
    legacy: {
      path: '/srv/www/rilis/2023-05-02',
      database: { engine: 'mariadb', host: '127.0.0.1' },
    },
  });
});

const files: [string, string][] = [
  [
    'apps in a block',
    '# kami\nopd: bkd\nname: BKD # badan\napps:\n    lama:\n        runtime: {static: true}\n        source: apps/lama   # sumber\n\n    # komentar\ntype: badan\n',
  ],
  [
    'line ends of Windows',
    'opd: bkd\r\nname: BKD\r\napps:\r\n  lama:\r\n    runtime: {static: true}\r\n    source: apps/lama\r\n',
  ],
  ['no apps yet', '# kami\nopd: bkd\nname: BKD\n'],
  ['an empty key', 'opd: bkd\nname: BKD\napps:\n'],
  ['braces', 'opd: bkd\nname: BKD\napps: {lama: {runtime: {static: true}, source: apps/lama}}\n'],
];

it.each(files)('extends a file with %s and keeps what was there', async (_, text) => {
  const drafts = await draftsOf('nginx');
  const after = extendedText(text, drafts) as string;
  const before = parse(text) as { apps?: object | null };
  expect(parse(after)).toEqual({
    ...before,
    apps: { ...before.apps, antrian: drafts[0]?.entry },
  });
  for (const comment of text.match(/#.*/g) ?? []) expect(after).toContain(comment);
  if (text.includes('\r\n')) expect(after.replaceAll('\r\n', '')).not.toContain('\n');
  inventoryWith(after);
});

it('does not extend what is no agency’s file', async () => {
  const drafts = await draftsOf('nginx');
  expect(extendedText('- a\n', drafts)).toBeUndefined();
  expect(extendedText('apps: {a: [\n', drafts)).toBeUndefined();
});

it.each([
  ['mariadb', '10.11.6', '10.11', true],
  ['mariadb', '10.3.39', '10.5', false],
  ['mariadb', '10.6.18', '10.11', false],
  ['mariadb', '12.1.2', '11.8', false],
  ['postgres', '15.6', '15', true],
  ['postgres', '9.6', '13', false],
  ['postgres', '14.11', '15', false],
] as const)('builds for %s %s the recipe of %s', (kind, full, version, isSame) => {
  expect(recipeFor(kind, full)).toEqual({ version, isSame });
});
