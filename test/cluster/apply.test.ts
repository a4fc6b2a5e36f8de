import { expect, it } from 'vitest';
import { apply } from '../../src/cluster/apply/apply.js';
import type { ApplyContext } from '../../src/cluster/apply/context.js';
import { handsOf } from '../../src/cluster/apply/hands.js';
import type { Plan, Step } from '../../src/plan/model.js';
import type { Connection } from '../../src/server/connection.js';

const reference = 'localhost:1/induk-caddy:0123456789ab';

const build = (server: string): Step => ({
  id: `image.build:${server}`,
  kind: 'image.build',
  target: reference,
  reasons: [],
  server,
});

it('builds the proxy’s image on all servers at once', async () => {
  const servers = ['pusat-1', 'pusat-2', 'pusat-3'];
  let asked = 0;
  let allAsked: () => void;
  const all = new Promise<void>((resolve) => {
    allAsked = resolve;
  });
  const inspect = async () => {
    asked += 1;
    if (asked === servers.length) allAsked();
    // Nobody gets on before everybody has begun.
    await all;
    return { Id: 'sha256:01' };
  };
  const docker = { getImage: () => ({ inspect }) };
  const images = servers.map((server) => ({ reference, server }));
  const events: string[] = [];
  const context = {
    desired: { site: 'kota', images },
    observed: { networks: [], secrets: [] },
    places: {},
    revisions: {},
    hands: async (server: string) => handsOf({ server, docker } as unknown as Connection),
    emit: (event: { type: string; step?: Step }) =>
      events.push(`${event.type} ${event.step?.server ?? ''}`),
    signal: new AbortController().signal,
  } as unknown as ApplyContext;
  const plan = { steps: servers.map(build) } as unknown as Plan;
  expect(await apply(plan, context)).toEqual({ done: 3, failed: [], servers: [] });
  expect(events.filter((line) => line.startsWith('step.done'))).toHaveLength(3);
}, 3_000);
