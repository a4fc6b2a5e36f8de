/** What is true on a lab server, seen past induk and SSH. */
import { inside } from '../../lab/faults.js';
import type { LabServer } from '../../lab/servers.js';

/** Container ids and start times of everything that runs on its engine: changed = restarted. */
export async function containers(server: LabServer): Promise<string[]> {
  const script = `docker ps --quiet --no-trunc |
    xargs -r docker inspect --format '{{.Name}} {{.Id}} {{.State.StartedAt}} {{.RestartCount}}'`;
  const { stdout } = await inside(server, ['sh', '-c', script]);
  return stdout.split('\n').filter(Boolean).sort();
}

/** Looks until the containers pass; fails with the last ones seen. */
export async function containersUntil(
  server: LabServer,
  passes: (lines: string[]) => boolean,
): Promise<string[]> {
  const deadline = Date.now() + 60_000;
  for (;;) {
    const lines = await containers(server);
    if (passes(lines)) return lines;
    if (Date.now() > deadline) throw new Error(`still on ${server.name}:\n${lines.join('\n')}`);
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
}

/** How many SSH logins its sshd has accepted since it booted. */
export async function logins(server: LabServer): Promise<number> {
  const script = `journalctl --sync
    journalctl --unit ssh --no-pager --output cat | grep -c '^Accepted publickey' || true`;
  const { stdout } = await inside(server, ['sh', '-c', script]);
  return Number(stdout);
}

/** Names of its engine's volumes. */
export async function volumes(server: LabServer): Promise<string[]> {
  const { stdout } = await inside(server, ['docker', 'volume', 'ls', '--quiet']);
  return stdout.split('\n').filter(Boolean);
}
