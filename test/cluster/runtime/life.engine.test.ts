/** Status, restart, rollback, unlock, doctor and destroy, over SSH, in a real Swarm. */
import { execFileSync } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { breakLock } from '../../../src/cluster/lock.js';
import { observe } from '../../../src/cluster/observe.js';
import type { Finding } from '../../../src/cluster/runtime/model.js';
import { readStatus } from '../../../src/cluster/runtime/status.js';
import { pickVersion } from '../../../src/cluster/runtime/versions.js';
import { createService } from '../../../src/cluster/services.js';
import type { ServiceSpec } from '../../../src/desired/model.js';
import { labels } from '../../../src/desired/names.js';
import { destroy, planDestroy } from '../../../src/session/destroy.js';
import { examine } from '../../../src/session/doctor.js';
import { lockOf } from '../../../src/session/lock.js';
import { withSiteLock } from '../../../src/session/locked.js';
import { planRestart, restart } from '../../../src/session/restart.js';
import { planRollback, rollback } from '../../../src/session/rollback.js';
import { faultOf } from '../../server/fault.js';
import { type LabSite, labSite } from './lab-site.js';

let lab: LabSite;
beforeAll(async () => {
  lab = await labSite('life');
});
afterAll(() => lab?.down());

const changing = () => ({
  emit: () => {},
  signal: new AbortController().signal,
  onTakeOver: () => {},
});

async function statusOf(app: string) {
  const manager = await lab.site.manager();
  const { get: connection } = lab.site.connections;
  const status = await readStatus(manager, lab.inventory, { connection });
  return status.apps.find((each) => each.app === app);
}

async function diagnose(): Promise<Finding[]> {
  const findings: Finding[] = [];
  await examine(lab.site, (found) => findings.push(...found));
  return findings;
}

/** A service beside the applied one, made of the same cloth. */
async function addService(changes: Partial<ServiceSpec>): Promise<void> {
  const { docker } = await lab.site.manager();
  const observed = await observe(docker);
  const web = observed.services.find(({ name }) => name === 'uji-baik');
  if (web === undefined) throw new Error('uji-baik is not there');
  const spec = { ...web.spec, mounts: [], secrets: [], ...changes };
  spec.labels = { ...web.spec.labels, ...changes.labels };
  const networks = new Map(observed.networks.map(({ id, name }) => [name, id]));
  await createService(docker, spec, { networks, secrets: new Map() });
}

const proxied = (path: string): string =>
  lab.docker('exec', lab.docker('ps', '-q', '-f', 'name=induk-proxy').trim(), 'cat', path);

describe('status', () => {
  it('tells a running app from one that is not deployed', async () => {
    expect(await statusOf('uji/baik')).toMatchObject({
      state: 'running',
      running: 1,
      wanted: 1,
      managed: true,
      version: expect.stringMatching(/^[0-9a-f]{12}$/),
      url: 'https://baik.contoh.test/',
      since: expect.any(String),
    });
    expect(await statusOf('uji/lain')).toMatchObject({ state: 'not deployed', wanted: 0 });
  });

  it('says why an app crash-loops, in its own last words, also when it is unmanaged', async () => {
    const own = { [labels.app]: 'asing/rusak' };
    await addService({
      name: 'asing-rusak',
      app: 'asing/rusak',
      image: 'localhost:1/uji:rusak',
      labels: own,
    });
    await expect
      .poll(async () => (await statusOf('asing/rusak'))?.state, { timeout: 60_000, interval: 500 })
      .toBe('failing');
    const status = await statusOf('asing/rusak');
    expect(status).toMatchObject({
      managed: false,
      error: expect.stringContaining('non-zero exit (3)'),
    });
    expect(status?.error).toContain('no configuration file');
    lab.docker('service', 'rm', 'asing-rusak');
  });

  it('tells one that was stopped by hand', async () => {
    lab.docker('service', 'scale', '--detach', 'uji-baik=0');
    await expect
      .poll(async () => (await statusOf('uji/baik'))?.state, { timeout: 20_000 })
      .toBe('stopped');
    lab.docker('service', 'scale', 'uji-baik=1');
    expect((await statusOf('uji/baik'))?.state).toBe('running');
  });

  it('reads the last run of each job from the volume', async () => {
    const record =
      '{"name":"tagihan","startedAt":"2026-01-01T00:00:00.000Z","finishedAt":"2026-01-01T00:00:01.000Z","exitCode":3,"durationMs":1000}';
    const script = `echo '${record}' > /var/lib/induk-jobs/tagihan.json; trap 'exit 0' TERM; while :; do sleep 1; done`;
    await addService({
      name: 'uji-baik-cron',
      role: 'cron',
      args: ['sh', '-c', script],
      mounts: [{ volume: 'uji-baik-jobs', target: '/var/lib/induk-jobs' }],
      labels: { [labels.role]: 'cron' },
    });
    const jobs = async () => (await statusOf('uji/baik'))?.jobs;
    await expect.poll(jobs, { timeout: 30_000 }).toEqual([JSON.parse(record)]);
    lab.docker('service', 'rm', 'uji-baik-cron');
  });
});

describe('restart', () => {
  it('replaces the container by one of the same version', async () => {
    const before = lab.docker('ps', '-q', '-f', 'name=uji-baik');
    const version = (await statusOf('uji/baik'))?.version;
    const planned = await planRestart(lab.site, 'baik');
    expect(planned.services.map(({ name }) => name)).toEqual(['uji-baik']);
    await restart(lab.site, planned, changing());
    expect(lab.docker('ps', '-q', '-f', 'name=uji-baik')).not.toBe(before);
    expect(await statusOf('uji/baik')).toMatchObject({ version, state: 'running' });
  });
});

describe('rollback', () => {
  const imageNow = () =>
    lab
      .docker('service', 'inspect', '-f', '{{.Spec.TaskTemplate.ContainerSpec.Image}}', 'uji-baik')
      .trim();

  it('has nowhere to go before a second version', async () => {
    const { versions, target } = await planRollback(lab.site, 'baik');
    expect(versions).toMatchObject([{ isCurrent: true, image: 'localhost:1/uji:satu' }]);
    expect(() => pickVersion(versions, target.id)).toThrow('CLU073');
    expect(() => pickVersion(versions, target.id, 'ffff')).toThrow('CLU074');
  });

  it('goes back to the version before, or to a named one, keeping the rest', async () => {
    for (const tag of ['dua', 'tiga']) {
      await lab.useImage(tag);
      await lab.apply();
    }
    const planned = await planRollback(lab.site, 'baik');
    expect(planned.versions.map(({ image }) => image)).toEqual(
      ['tiga', 'dua', 'satu'].map((tag) => `localhost:1/uji:${tag}`),
    );
    const previous = pickVersion(planned.versions, 'uji/baik');
    await rollback(lab.site, planned, previous, changing());
    expect(imageNow()).toBe('localhost:1/uji:dua');
    expect(await statusOf('uji/baik')).toMatchObject({
      version: previous.version,
      state: 'running',
    });
    const again = await planRollback(lab.site, 'baik');
    const first = again.versions.find(({ image }) => image.endsWith(':satu'));
    const named = pickVersion(again.versions, 'uji/baik', first?.version.slice(0, 6));
    await rollback(lab.site, again, named, changing());
    expect(imageNow()).toBe('localhost:1/uji:satu');
    const mounts = lab.docker(
      'service',
      'inspect',
      '-f',
      '{{json .Spec.TaskTemplate.ContainerSpec.Mounts}}',
      'uji-baik',
    );
    expect(mounts).toContain('uji-baik-data');
  });

  it('keeps the present version when the earlier one does not run', async () => {
    const planned = await planRollback(lab.site, 'baik');
    const broken = {
      ...planned.versions[0],
      version: 'ffffffffffff',
      image: 'localhost:1/uji:rusak',
      created: '',
      isCurrent: false,
    };
    const fault = await faultOf(rollback(lab.site, planned, broken, changing()));
    expect(fault.code).toBe('CLU011');
    expect(fault.logTail.join('\n')).toContain('no configuration file');
    expect(imageNow()).toBe('localhost:1/uji:satu');
    const state = async () => (await statusOf('uji/baik'))?.state;
    // Without a health check the engine has stopped the old container by then.
    await expect.poll(state, { timeout: 20_000 }).toBe('running');
  });

  it('is noted in the audit log, with its end', () => {
    const log = execFileSync('docker', [
      'exec',
      lab.container,
      'cat',
      '/var/lib/induk/audit/audit.jsonl',
    ]).toString();
    const entries = log
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    const outcomes = entries
      .filter(({ action }) => action === 'rollback')
      .map(({ outcome }) => outcome);
    expect(outcomes).toEqual(['start', 'ok', 'start', 'ok', 'start', 'failed']);
  });
});

describe('the lock', () => {
  it('is seen and broken; then its place is free', async () => {
    const manager = await lab.site.manager();
    const free = () => lockOf(lab.site);
    expect(await free()).toBeUndefined();
    await withSiteLock(lab.site, manager, 'apply', { onTakeOver: () => {} }, async () => {
      expect(await lockOf(lab.site)).toMatchObject({ reason: 'apply', pid: process.pid });
      const planned = await planRestart(lab.site, 'baik');
      const fault = await faultOf(restart(lab.site, planned, changing()));
      expect([fault.code, fault.exit]).toEqual(['CLU030', 75]);
      await breakLock(manager.docker, lab.inventory.site.name);
      expect(await free()).toBeUndefined();
    });
  });
});

describe('doctor', () => {
  const wrong = (findings: Finding[]) =>
    findings.filter(({ level }) => level === 'fail').map(({ check, code }) => [check, code]);

  it('finds nothing wrong with a healthy site', async () => {
    const findings = await diagnose();
    expect(wrong(findings)).toEqual([]);
    const checks = new Set(findings.map(({ check }) => check));
    expect([...checks].sort()).toEqual([
      'app',
      'disk',
      'domain',
      'engine',
      'key',
      'lock',
      'node',
      'port',
      'proxy',
      'routes',
      'server',
      'swarm',
    ]);
    expect(findings).toContainEqual({
      check: 'routes',
      subject: expect.any(String),
      level: 'ok',
      detail: '1 domain',
    });
    const ports = findings.filter(({ check }) => check === 'port');
    expect(ports.map(({ level }) => level)).toEqual(['ok', 'ok']);
  });

  it('notices a proxy changed by hand, and a service that is gone', async () => {
    const id = lab.docker('ps', '-q', '-f', 'name=induk-proxy').trim();
    const other = '{"admin":{"listen":"unix//run/caddy/admin.sock"},"apps":{}}';
    const load = 'caddy reload --config - --address unix//run/caddy/admin.sock';
    lab.docker('exec', id, 'sh', '-c', `echo '${other}' | ${load}`);
    expect(wrong(await diagnose())).toContainEqual(['routes', 'CLU089']);
    lab.docker(
      'node',
      'update',
      '--label-rm',
      'induk.routes',
      lab.inventory.servers[0]?.name ?? '',
    );
    await lab.apply();
    expect(wrong(await diagnose())).toEqual([]);
    lab.docker('service', 'scale', '--detach', 'uji-baik=0');
    expect(wrong(await diagnose())).toEqual([['app', 'CLU091']]);
    lab.docker('service', 'scale', 'uji-baik=1');
  });

  it('notices a node that nobody labelled', async () => {
    const name = lab.inventory.servers[0]?.name ?? '';
    lab.docker('node', 'update', '--label-rm', 'induk.server', name);
    expect(wrong(await diagnose())).toContainEqual(['node', 'CLU042']);
    lab.docker('node', 'update', '--label-add', `induk.server=${name}`, name);
  });
});

describe('destroy', () => {
  const volumes = () =>
    lab
      .docker('volume', 'ls', '-q', '-f', 'label=induk.app=uji/baik')
      .trim()
      .split('\n')
      .filter(Boolean);
  const routes = () => proxied('/config/caddy/autosave.json');

  it('knows nothing of a stranger', async () => {
    expect((await faultOf(planDestroy(lab.site, 'uji/tidak-ada'))).code).toBe('INV090');
  });

  it('takes everything but the data, routes first', async () => {
    expect(routes()).toContain('baik.contoh.test');
    const planned = await planDestroy(lab.site, 'uji/baik');
    expect(planned.volumes).toContain('uji-baik-data');
    const done = await destroy(lab.site, planned, false, changing());
    expect(done).toMatchObject({ services: ['uji-baik'], volumes: [], untold: [] });
    expect(done.secrets).toEqual([expect.stringMatching(/^uji-baik-TOKEN-/)]);
    expect(routes()).not.toContain('baik.contoh.test');
    expect(lab.docker('ps', '-aq', '-f', 'name=uji-baik')).toBe('');
    expect(lab.docker('secret', 'ls', '-q')).toBe('');
    expect(volumes()).toContain('uji-baik-data');
  });

  it('run again finds only the data; with it named, takes it, and nothing of others', async () => {
    lab.docker('volume', 'create', 'uji-baik-foreign');
    const again = await planDestroy(lab.site, 'uji/baik');
    const done = await destroy(lab.site, again, true, changing());
    expect(done).toMatchObject({ services: [], secrets: [] });
    expect(done.volumes).toContain('uji-baik-data');
    expect(volumes()).toEqual([]);
    expect(lab.docker('volume', 'ls', '-q')).toContain('uji-baik-foreign');
    expect(lab.docker('service', 'ls', '--format', '{{.Name}}').trim()).toBe('induk-proxy');
  });
});
