import type { Inventory } from '../../../inventory/model.js';
import type { Observed } from '../../../plan/observed.js';
import type { Connection } from '../../../server/connection.js';
import { get } from '../../observe.js';
import type { Finding } from '../model.js';
import { ok, trouble } from './finding.js';

/** Each server has a node in the Swarm, ready and labelled with its name. */
export function checkNodes({ servers }: Inventory, { nodes }: Observed): Finding[] {
  return servers.map(({ name }) => {
    const node = nodes.find(({ server }) => server === name);
    if (node === undefined) return trouble('node', name, 'fail', 'CLU042', { server: name });
    const { state } = node;
    if (state !== 'ready') return trouble('node', name, 'fail', 'CLU088', { server: name, state });
    return ok('node', name, state);
  });
}

/** All engines of a Swarm should have one version. */
export async function checkEngines(connections: Connection[]): Promise<Finding[]> {
  const found = await Promise.all(
    connections.map(async ({ server, docker }) => {
      const { Version } = await get<{ Version: string }>(docker, '/version');
      return { server, version: Version };
    }),
  );
  const newest =
    found
      .map(({ version }) => version)
      .sort(byVersion)
      .at(-1) ?? '';
  return found.map(({ server, version }) =>
    byVersion(version, newest) < 0
      ? trouble('engine', server, 'warn', 'CLU097', { server, version, newest })
      : ok('engine', server, version),
  );
}

function byVersion(a: string, b: string): number {
  const numbers = (version: string): number[] => (version.match(/\d+/g) ?? []).map(Number);
  const [left, right] = [numbers(a), numbers(b)];
  for (const index of [0, 1, 2]) {
    const difference = (left[index] ?? 0) - (right[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
