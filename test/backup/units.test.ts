import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { unitName, unitPattern, unitsOf, watchUnits } from '../../src/backup/units.js';

const request = {
  kind: 'backup' as const,
  app: 'dishub/parkir',
  engineName: 'dishub-parkir',
  calendar: { time: 4625, zone: 'Asia/Jakarta' },
  concurrency: 2,
};

// Whoever changes the texts raises `layout` in src/desired/backups.ts, or they stay as they were.
describe('units of an app', () => {
  const [service, timer] = unitsOf(request);

  test('are what an administrator expects to find', () => {
    expect(service).toEqual({
      name: 'induk-backup-dishub-parkir.service',
      text: `# Written by induk; changes are lost.
[Unit]
Description=Back up dishub/parkir (induk)
Requires=docker.service
After=docker.service network-online.target
Wants=network-online.target

[Service]
Type=oneshot
ExecStart=/usr/bin/flock /run/lock/induk-backup-1 /usr/bin/docker start --attach induk-backup-dishub-parkir
TimeoutStartSec=20h
Nice=10
IOSchedulingClass=idle
`,
    });
    expect(timer).toEqual({
      name: 'induk-backup-dishub-parkir.timer',
      text: `# Written by induk; changes are lost.
[Unit]
Description=Back up dishub/parkir (induk)

[Timer]
OnCalendar=*-*-* 01:17:05 Asia/Jakarta
AccuracySec=1min
Persistent=true
Unit=induk-backup-dishub-parkir.service

[Install]
WantedBy=timers.target
`,
    });
  });

  test('of a drill start another container, in the same lanes', () => {
    const [drill] = unitsOf({ ...request, kind: 'drill' });
    expect(drill?.name).toBe('induk-drill-dishub-parkir.service');
    const lane = /induk-backup-\d/.exec(service?.text ?? '')?.[0];
    expect(drill?.text).toContain(
      `flock /run/lock/${lane} /usr/bin/docker start --attach induk-drill-dishub-parkir\n`,
    );
  });

  test('of the watch run every hour, and wait for no lane', () => {
    const [service, timer] = watchUnits();
    expect([service?.name, timer?.name]).toEqual(['induk-watch.service', 'induk-watch.timer']);
    expect(service?.text).toContain('\nExecStart=/usr/bin/docker start --attach induk-watch\n');
    // At the start of a server that was down, who follows logs is only about to.
    expect(timer?.text).toMatch(/\nOnCalendar=\*-\*-\* \*:20:00\n.*\nPersistent=false\n/);
  });

  test('as many lanes are used as may run at once', () => {
    const lanes = Array.from({ length: 100 }, (_, i) => {
      const [one] = unitsOf({ ...request, engineName: `dishub-app-${i}`, concurrency: 3 });
      return /induk-backup-(\d+) /.exec(one?.text ?? '')?.[1];
    });
    expect([...new Set(lanes)].sort()).toEqual(['0', '1', '2']);
  });

  test('are told from other units by their names', () => {
    for (const { name } of [...unitsOf(request), ...watchUnits()]) {
      expect(name).toMatch(unitPattern);
    }
    expect('induk-watchman.service').not.toMatch(unitPattern);
    expect(`${unitName('drill', 'dishub-parkir')}.timer`).toMatch(unitPattern);
    expect('induk-firewall.service').not.toMatch(unitPattern);
  });

  test('systemd accepts them', () => {
    // Where there is no systemd, as in a plain container, the texts above have to do.
    if (!existsSync('/usr/bin/systemd-analyze')) return;
    const folder = mkdtempSync(join(tmpdir(), 'induk-units-'));
    try {
      const units = [
        ...unitsOf(request),
        ...unitsOf({ ...request, kind: 'drill' }),
        ...watchUnits(),
      ];
      const stub = '[Service]\nType=oneshot\nExecStart=/bin/true\n';
      for (const { name, text } of [...units, { name: 'docker.service', text: stub }]) {
        writeFileSync(join(folder, name), text);
      }
      const files = units.map(({ name }) => join(folder, name));
      const said = spawnSync('systemd-analyze', ['verify', '--man=no', ...files], {
        encoding: 'utf8',
      });
      // It also tells of units of the machine itself.
      const ours = said.stderr.split('\n').filter((line) => line.includes('induk-'));
      expect(ours).toEqual([]);
      expect(said.status).toBe(0);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
