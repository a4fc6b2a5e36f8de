/** A server of a site and an old host with the trap app on it, ready to be moved. */
import { inside } from '../../lab/faults.js';
import type { LegacyKind } from '../../lab/legacy/image.js';
import { type LegacyHost, legacyUp } from '../../lab/legacy/legacy.js';
import { type LabServer, labDown } from '../../lab/servers.js';
import { labWithRecipes } from './bases.js';
import type { Run } from './induk.js';
import { makeSite, type Site } from './site.js';

/** The trap app, as `inspect` drafts it. */
export const moved = {
  app: 'pasar/retribusi',
  engineName: 'pasar-retribusi',
  domain: 'retribusi.kota.test',
} as const;

export interface MoveSite {
  server: LabServer;
  old: LegacyHost;
  site: Site;
  /** Runs induk with `--json`; throws with all it said when it ends with another code. */
  must: (args: string[]) => Promise<Run>;
  down: () => Promise<void>;
}

/** Servers and an inventory; nothing of induk has run yet. */
export async function moveLab(
  lab: string,
  log: (line: string) => void = () => {},
  kind: LegacyKind = 'bookworm',
) {
  const options = { name: lab, count: 1, engine: true, log };
  const [server] = (await labWithRecipes(options)) as [LabServer];
  await inside(server, ['docker', 'swarm', 'init', '--advertise-addr', server.address]);
  const old = await legacyUp({ name: lab, kind, log });
  const site = makeSite([server], { user: 'admin' });
  const must = async (args: string[]): Promise<Run> => {
    const run = await site.induk([...args, '--json']);
    if (run.code === 0) return run;
    throw new Error(`induk ${args.join(' ')}: ${run.code}\n${run.stderr}${run.stdout}`);
  };
  const down = async (): Promise<void> => {
    await thaw(server).catch(() => {});
    site.remove();
    await labDown({ name: lab });
  };
  return { server, old, site, must, down } satisfies MoveSite;
}

/**
 * A lab's server with a paused container in it cannot be killed: what is frozen does not die. A
 * machine that loses its power has no such trouble.
 */
export async function thaw(server: LabServer): Promise<void> {
  const script =
    'for f in /sys/fs/cgroup/freezer/docker/*/freezer.state; do echo THAWED > "$f"; done';
  await inside(server, ['sh', '-c', script], { check: false });
}

/** Sets the server up, and reads the old host into the inventory. */
export async function readyToMove({ old, site, must }: MoveSite): Promise<void> {
  await must(['secrets', 'key']);
  const target = ['--opd', 'pasar', '--app', 'retribusi', '--write'];
  const known = ['--key', old.keyFile, '--accept-host-key', old.hostKey];
  await must(['inspect', `root@${old.address}`, ...target, ...known]);
  // As if its configuration named the old host: the name must lead to the new database.
  site.alter('opd/pasar.yaml', 'host: localhost', 'host: db.kota.test');
  const checks =
    'pages: [/, /pedagang, /daftar-berkas]\n      write: {path: "/tulis?id=induk-uji"}';
  site.alter('opd/pasar.yaml', 'accessLog:', `${checks}\n      accessLog:`);
  await must(['servers', 'setup', '--as', 'admin', '--yes']);
}
