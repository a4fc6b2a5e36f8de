/** induk is told to stop, or killed, at each phase of an apply; and two of them at once. */
import { hostname, userInfo } from 'node:os';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { inside } from '../../lab/faults.js';
import { askUntil } from '../support/http.js';
import type { StartedRun } from '../support/induk.js';
import {
  changeApp,
  expectFault,
  expectKeepsake,
  type Harmed,
  harmedSite,
  leaveKeepsake,
  locks,
  until,
} from './support.js';

let harmed: Harmed;
let version = 1;
const me = `${process.env.SUDO_USER ?? userInfo().username}@${hostname()}`;

beforeAll(async () => {
  harmed = await harmedSite('terputus');
  harmed.site.source('beranda', { 'index.html': '1' });
  changeApp(harmed.site, 'beranda', () => ({
    runtime: { static: true, build: 'sleep 3' },
    source: 'apps/beranda',
    size: { cpu: 0.1, memory: '64MiB' },
    health: { interval: '1s' },
  }));
  await harmed.converges();
  await leaveKeepsake(harmed.manager);
});

afterAll(() => harmed?.down());

const script = (text: string) => inside(harmed.manager, ['sh', '-c', text]);

interface Phase {
  /** Changes the inventory, and holds what would be over before a signal arrives. */
  prepare: (version: string) => Promise<unknown> | unknown;
  /** Resolves once the phase has been reached. */
  reached: (run: StartedRun) => Promise<unknown>;
  /** Lets go of what is held. */
  free?: () => Promise<unknown>;
  /** The app that shows the version at the end; default: layanan. */
  app?: string;
  /** Whether a killed run leaves its lock. */
  locked: boolean;
}

const phases: Record<string, Phase> = {
  planning: {
    prepare: (VERSION) => {
      harmed.set({ VERSION });
      return script('systemctl kill --signal STOP docker');
    },
    reached: () => until(() => script('pgrep -u admin sshd'), 'induk is connected'),
    free: () => script('systemctl kill --signal CONT docker'),
    locked: false,
  },
  'the lock': {
    prepare: (VERSION) => harmed.set({ VERSION, RELEASE: 2 }),
    reached: () => until(async () => (await locks(harmed)).length > 0, 'the lock is taken'),
    locked: true,
  },
  'a build': {
    prepare: (text) => harmed.site.source('beranda', { 'index.html': text }),
    reached: (run) => run.saw(/RUN if \[ -n "\$BUILD/),
    app: 'beranda',
    locked: true,
  },
  'the release command': {
    prepare: (VERSION) => harmed.set({ VERSION, RELEASE: 3 }),
    reached: () =>
      until(() => script('docker service inspect uji-layanan-release'), 'the command runs'),
    locked: true,
  },
  'the update of a service': {
    prepare: (VERSION) => harmed.set({ VERSION, SLOW: 3 }),
    reached: (run) => run.saw(/update uji-layanan: replacing/),
    locked: true,
  },
  'the loading of routes': {
    prepare: (text) => {
      harmed.set({ VERSION: text });
      const domains = [`beranda-${text}.uji.test`, 'layanan.uji.test'];
      changeApp(harmed.site, 'layanan', (entry) => ({ ...entry, domains }));
      return script('pkill -STOP -x caddy');
    },
    reached: async (run) => {
      await run.saw(/load routes on .*: started/);
      await until(() => script('pgrep -f "[c]addy reload"'), 'the routes are being loaded');
    },
    free: () => script('pkill -CONT -x caddy'),
    locked: true,
  },
};

/** Whoever lives through a kill lives through being told: that one at every phase, with the long proofs. */
const told = process.env.INDUK_TEST_FULL ? Object.keys(phases) : ['planning', 'a build'];

/** SIGTERM goes the way of SIGINT (test/bin/signals.test.ts). */
const signalsAt = (phase: string): NodeJS.Signals[] => [
  ...(told.includes(phase) ? ['SIGINT' as const] : []),
  'SIGKILL',
  ...(process.env.INDUK_TEST_FULL ? ['SIGTERM' as const] : []),
];

describe.each(Object.entries(phases))('during %s', (name, phase) => {
  test.each(signalsAt(name))('%s', async (signal) => {
    version += 1;
    await phase.prepare(`v${version}`);
    const run = harmed.site.start(['apply', '--yes'], { timeout: 60_000 });
    await phase.reached(run);
    run.kill(signal);
    const ended = await run.done.finally(phase.free);
    if (signal === 'SIGKILL') {
      expect(ended.code).toBe(-1);
      expect(await locks(harmed)).toHaveLength(phase.locked ? 1 : 0);
    } else {
      expectFault(ended, 130, 'CLI002');
      expect(ended.stderr).toContain(`interrupted by ${signal}`);
      expect(await locks(harmed)).toEqual([]);
    }
    const rerun = await harmed.converges();
    // What had begun may have ended by itself: then nothing is left that would want the lock.
    if (signal === 'SIGKILL' && phase.locked && rerun.stderr.includes(' applying ')) {
      expect(rerun.stderr).toContain(`took over the lock of ${me}`);
      expect(await locks(harmed)).toEqual([]);
    }
    const { address } = harmed.manager;
    const domain = `${phase.app ?? 'layanan'}.uji.test`;
    await askUntil(({ body }) => body === `v${version}`, address, domain);
    await expectKeepsake(harmed.manager);
  });
});

describe('two at once', () => {
  test('the second is told who works since when, and does nothing', async () => {
    harmed.set({ VERSION: 'pertama', RELEASE: 6 });
    const first = harmed.site.start(['apply', '--yes']);
    await first.saw(/run release command of .*: started/);
    const second = await harmed.site.induk(['apply', '--yes']);
    expectFault(second, 75, 'CLU030');
    const year = new Date().getFullYear();
    expect(second.stderr).toMatch(new RegExp(`CLU030 locked by ${me} since ${year}-.*apply`));
    expect(second.stderr).not.toContain(': started');
    expect((await first.done).code).toBe(0);
    expect(await locks(harmed)).toEqual([]);
  });

  // That its silence ends it after a minute: test/cluster/lock.engine.test.ts.
  test('a lock of another machine is respected, until it is broken', async () => {
    harmed.set({ VERSION: 'kedua' });
    await foreignLock();
    const refused = await harmed.site.induk(['apply', '--yes', '--json']);
    expect(refused.code).toBe(75);
    expect(refused.json.error).toMatchObject({ code: 'CLU030', exit: 75 });
    expect(refused.json.error.message).toContain('budi@laptop-budi');
    const broken = await harmed.site.induk(['unlock', '--yes']);
    expect(broken.code, broken.stderr).toBe(0);
    expect(await locks(harmed)).toEqual([]);
    await harmed.converges();
  });
});

/** As an induk on another machine leaves it that was killed. */
async function foreignLock(): Promise<void> {
  const labels = {
    'induk.site': 'kota-rawan',
    'induk.role': 'lock',
    holder: 'budi@laptop-budi',
    reason: 'apply',
    host: 'laptop-budi',
    pid: '1',
    started: new Date().toISOString(),
  };
  const flags = Object.entries(labels).flatMap(([key, value]) => ['--label', `${key}=${value}`]);
  const argv = ['docker', 'config', 'create', ...flags, 'induk-lock-kota-rawan', '-'];
  await inside(harmed.manager, argv, { input: 'induk' });
}
