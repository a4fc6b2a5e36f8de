/**
 * A tunnel between both databases: ssh in a container of its own that shares the new database's
 * network, so that nothing listens on the server itself and no network has to be opened. Forward
 * leads to the old server's socket, back from a port of the old host's own address to the new
 * server. It outlives the mover.
 */
import { execFile } from 'node:child_process';
import { hostname } from 'node:os';
import { promisify } from 'node:util';
import { containerOf, onEngine } from '../../backup/worker/engine.js';
import { Fault } from '../../fault.js';
import type { MovedDatabase, MoverJob } from '../mover/model.js';
import { type OldHost, runScript } from '../mover/old-host.js';
import { pairingOf } from './pairing.js';

const run = promisify(execFile);

export const tunnelContainer = (engineName: string): string => `induk-tunnel-${engineName}`;

/**
 * Makes sure that the tunnel is up, into the container that the database runs in now.
 * @returns whether it had to be made
 * @throws Fault MIG079 when it cannot be made
 */
export async function ensureTunnel(
  { engineName }: Pick<MoverJob, 'engineName'>,
  moved: MovedDatabase,
  host: OldHost,
): Promise<boolean> {
  const name = tunnelContainer(engineName);
  const database = await containerOf(moved.service);
  const [found, own] = await Promise.all([inspect(name), inspect(database)]);
  // A container that was started anew has another network than the one the tunnel joined.
  const isInside =
    found?.network === `container:${database}` && found.started >= (own?.started ?? 0);
  if (found?.running && isInside) return false;
  await removeTunnel({ engineName });
  const { image, job } = await self();
  const { port } = pairingOf({ engineName });
  await freePort(host, port);
  const argv = [
    ...['run', '--detach', '--name', name, '--network', `container:${database}`],
    // Nobody may be looking when the link is cut.
    ...['--restart', 'unless-stopped'],
    ...['--volume', `${job}:/job:ro`, '--entrypoint', 'ssh', image],
    // A link of its own, which outlives the mover's.
    ...['-F', host.config, '-S', 'none', '-N'],
    ...['-L', `127.0.0.1:${port}:${target(moved)}`],
    ...['-R', `127.0.0.1:${port}:127.0.0.1:3306`, 'old'],
  ];
  await run('docker', argv).catch((error: { stderr?: string }) => {
    const reason = (error.stderr ?? '').trim().split('\n').at(-1) ?? '';
    throw new Fault('MIG079', { address: host.server, reason: reason.slice(0, 300) });
  });
  return true;
}

export async function removeTunnel({ engineName }: Pick<MoverJob, 'engineName'>): Promise<void> {
  await run('docker', ['rm', '--force', tunnelContainer(engineName)]).catch(() => {});
}

/** A socket reaches a server that listens on no address, and one that resolves no names. */
function target({ old }: MovedDatabase): string {
  if (old.via === 'account' && old.host !== undefined && old.host !== 'localhost') {
    return `${old.host}:${old.port ?? 3306}`;
  }
  return '/run/mysqld/mysqld.sock';
}

/**
 * A link that was cut without a word leaves a process of sshd behind that holds the port for
 * hours; it is the account's own, so it may end it.
 */
async function freePort(host: OldHost, port: number): Promise<void> {
  const digits = port.toString(16).toUpperCase().padStart(4, '0');
  await runScript(host, freeScript, [digits], { sudo: host.sudo });
}

const freeScript = `
inode=$(awk -v port=":$1" '$4 == "0A" && substr($2, length($2) - 4) == port { print $10; exit }' /proc/net/tcp)
[ -n "$inode" ] || exit 0
for process in /proc/[0-9]*; do
  case $(cat "$process/comm" 2>/dev/null) in sshd*) ;; *) continue ;; esac
  for fd in "$process"/fd/*; do
    if [ "$(readlink "$fd" 2>/dev/null)" = "socket:[$inode]" ]; then kill "\${process#/proc/}"; exit 0; fi
  done
done`;

interface Seen {
  running: boolean;
  network: string;
  /** Milliseconds since 1970. */
  started: number;
}

async function inspect(name: string): Promise<Seen | undefined> {
  const found = await onEngine((docker) =>
    docker
      .getContainer(name)
      .inspect()
      .catch(() => undefined),
  );
  if (found === undefined) return undefined;
  const { Running, Restarting, StartedAt } = found.State;
  // One that is being started again and again may wait for a port that is not free.
  const running = Running && !Restarting;
  const network = found.HostConfig.NetworkMode ?? '';
  return { running, network, started: Date.parse(StartedAt) };
}

/** This container's own image, and the volume in which its job and its key lie. */
async function self(): Promise<{ image: string; job: string }> {
  const format = '{{.Image}} {{range .Mounts}}{{if eq .Destination "/job"}}{{.Name}}{{end}}{{end}}';
  const { stdout } = await run('docker', ['inspect', '--format', format, hostname()]);
  const [image = '', job = ''] = stdout.trim().split(' ');
  return { image, job };
}
