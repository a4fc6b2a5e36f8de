import { describe, expect, it } from 'vitest';
import { parseInventory } from '../../../src/inventory/parse.js';
import type { Assessment, Check } from '../../../src/migrate/assess-model.js';
import type { LegacyApp } from '../../../src/session/migrate/apps.js';
import { secondsOf } from '../../../src/session/migrate/budget.js';
import { foldersOf, methodOf, switchedJobs } from '../../../src/session/migrate/order.js';
import { desiredOf } from '../../plan/site-state.js';

const assessment = (checks: Check[], method: Assessment['method'] = 'follow'): Assessment => ({
  ...{ method, isMeasured: false, checks },
  verdict: checks.some(({ verdict }) => verdict === 'block') ? 'block' : 'warn',
});
const silent: Check = { name: 'binary-log', verdict: 'warn', code: 'MIG225' };
const full: Check = { name: 'disk', verdict: 'block', code: 'MIG214' };

describe('method', () => {
  it('is the one of the assessment, unless another is asked for', () => {
    expect(methodOf(assessment([]), 'a/b', {})).toBe('follow');
    expect(methodOf(assessment([]), 'a/b', { method: 'dump' })).toBe('dump');
    expect(methodOf(assessment([], 'dump'), 'a/b', {})).toBe('dump');
  });

  it('follows no database that can only be dumped', () => {
    expect(() => methodOf(assessment([], 'dump'), 'a/b', { method: 'follow' })).toThrow('MIG093');
  });

  it('does not restart an old database that nobody agreed to', () => {
    expect(() => methodOf(assessment([silent]), 'a/b', {})).toThrow('MIG249');
    expect(methodOf(assessment([silent]), 'a/b', { enableLog: true })).toBe('follow');
    expect(methodOf(assessment([silent]), 'a/b', { method: 'dump' })).toBe('dump');
  });

  it('is none while something blocks', () => {
    expect(() => methodOf(assessment([full]), 'a/b', { method: 'dump' })).toThrow('MIG248');
  });
});

describe('folders', () => {
  const found = { path: '/srv/apps/parkir', alias: { path: '/var/www/parkir', docroot: '/' } };
  const of = (storage: Record<string, string>, path?: string) =>
    foldersOf(
      { id: 'dishub/parkir', storage, legacy: { path } } as unknown as Parameters<
        typeof foldersOf
      >[0],
      { found },
    );

  it('are at the same path, or at that place of the old folder', () => {
    expect(of({ app: '/var/www/parkir' }, '/var/www/parkir')).toEqual([
      { volume: 'app', path: '/var/www/parkir' },
    ]);
    expect(of({ berkas: '/app/writable/uploads' }, '/var/www/parkir')).toEqual([
      { volume: 'berkas', path: '/var/www/parkir/writable/uploads' },
    ]);
    expect(of({ berkas: '/srv/apps/parkir/berkas' })).toEqual([
      { volume: 'berkas', path: '/srv/apps/parkir/berkas' },
    ]);
  });

  it('are also those that the app was found to need elsewhere', () => {
    const outside = { cache: '/var/cache/wiki' };
    const legacy = { path: '/var/www/wiki' };
    const app = { id: 'kominfo/wiki', storage: outside, legacy } as unknown as Parameters<
      typeof foldersOf
    >[0];
    expect(foldersOf(app, { found: { path: '/var/www/wiki', outside } })).toEqual([
      { volume: 'cache', path: '/var/cache/wiki' },
    ]);
  });

  it('are never folders of somebody else', () => {
    expect(() => of({ lain: '/var/lib/lain' }, '/var/www/parkir')).toThrow('MIG250');
    expect(() => of({ lain: '/var/www/parkir-2' }, '/var/www/parkir')).toThrow('MIG250');
  });
});

it('has for a switch the jobs of the old host, and those that would be applied here', () => {
  const site = 'site: kota\ndomain: kota.go.id\nservers: {pusat-1: {address: 10.0.0.1}}\n';
  const apps = `opd: dishub
name: Dishub
apps:
  parkir:
    runtime: {php: "8.2"}
    source: apps/parkir
    cron: [{name: tagih, at: "0 1  * * *", run: php tagih.php}]
    legacy: {address: 203.0.113.7, cron: [{in: /etc/cron.d/parkir, run: php /srv/tagih.php}]}
  situs:
    runtime: {static: true}
    source: apps/situs
    legacy: {address: 203.0.113.7}
`;
  const { inventory } = parseInventory([
    { path: 'site.yaml', text: site },
    { path: 'opd/dishub.yaml', text: apps },
  ]);
  if (inventory === undefined) throw new Error('no inventory');
  const job = { name: 'tagih', at: '0 1 * * *', run: 'php tagih.php' };
  const jobs = inventory.apps.map((app) => switchedJobs(app as LegacyApp, desiredOf(inventory)));
  expect(jobs).toEqual([
    {
      there: [{ in: '/etc/cron.d/parkir', run: 'php /srv/tagih.php' }],
      ...{ wanted: [job], ready: [job] },
    },
    { there: [], wanted: [], ready: [] },
  ]);
});

describe('freeze budget', () => {
  it.each([
    ['30s', 30],
    ['45', 45],
    ['2m', 120],
  ])('%s', (text, seconds) => {
    expect(secondsOf(text)).toBe(seconds);
  });

  it.each(['', '0', 's', '-5s', '1h', '61m', '1.5s'])('refuses %j', (text) => {
    expect(() => secondsOf(text)).toThrow('MIG261');
  });
});
