/** Debian 13, whose engine somebody has installed already. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Server } from '../../src/inventory/model.js';
import type { SetupEvent } from '../../src/server/setup/events.js';
import { setUpServers } from '../../src/server/setup/setup.js';
import { type LabServer, labDown, labUp } from '../lab/servers.js';

const lab = `setup-13-${process.pid}`;
let machine: LabServer;

beforeAll(async () => {
  const wanted = { name: lab, count: 1, release: 'trixie', engine: true } as const;
  [machine] = (await labUp(wanted)) as [LabServer];
});

afterAll(() => labDown({ name: lab }));

test('is set up around it, once', async () => {
  const { name, address, port, keyFile, hostKey } = machine;
  const access = { name, address, port, user: 'induk', key: keyFile, hostKey };
  const server: Server = { ...access, role: 'manager' };
  const events: SetupEvent[] = [];
  const emit = (event: SetupEvent) => void events.push(event);
  const request = { servers: [server], selected: [server], as: 'admin', ports: [80, 443], emit };
  expect(await setUpServers(request)).toMatchObject([{ server: name, changes: 7 }]);
  const packages = events.find(
    (event) => event.type === 'step' && event.step === 'packages' && event.state === 'changing',
  );
  expect(JSON.stringify(packages)).not.toContain('docker');
  expect(await setUpServers(request)).toEqual([{ server: name, changes: 0 }]);
});
