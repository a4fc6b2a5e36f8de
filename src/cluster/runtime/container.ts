import type Docker from 'dockerode';
import { Fault } from '../../fault.js';
import type { Observed, ObservedService } from '../../plan/observed.js';
import type { Connection } from '../../server/connection.js';
import { tasksOf } from '../tasks.js';
import type { Part } from './target.js';

export interface Located {
  server: string;
  container: Docker.Container;
}

/**
 * The newest running container of a service, on the connection of its server.
 *
 * @throws Fault CLU072 when none runs
 */
export async function runningContainer(
  manager: Docker,
  service: ObservedService,
  { nodes }: Observed,
  connection: (server: string) => Promise<Connection>,
): Promise<Located> {
  const tasks = await tasksOf(manager, service.name);
  const task = tasks.find(({ state, containerId }) => state === 'running' && containerId !== '');
  if (task === undefined) {
    const reason = tasks.find(({ error }) => error !== '')?.error ?? tasks[0]?.state ?? 'no task';
    throw new Fault('CLU072', { service: service.name, reason, app: service.app ?? '' });
  }
  const server = nodes.find(({ id }) => id === task.nodeId)?.server ?? service.spec.server ?? '';
  const { docker } = await connection(server);
  return { server, container: docker.getContainer(task.containerId) };
}

const entrypoint = '/usr/local/bin/induk-entrypoint';
const shell = ['sh', '-c', 'if command -v bash >/dev/null 2>&1; then exec bash; fi; exec sh'];

/** Opens the database as its superuser, whom the socket knows by the process's user. */
const databaseShell = [
  'sh',
  '-c',
  'if command -v psql >/dev/null 2>&1; then exec psql -U postgres -h /run/postgresql -d "$DB_NAME"; fi; exec mariadb "$DB_NAME"',
];

/**
 * What to run so that a command has the app's environment, secrets included, and its user.
 *
 * @param argv the command; a shell, or the database's own, when empty
 */
export async function commandIn(
  container: Docker.Container,
  part: Part,
  argv: string[],
): Promise<{ argv: string[]; user?: string }> {
  const { Config } = await container.inspect();
  const own = part === 'db' ? databaseShell : shell;
  const command = argv.length > 0 ? argv : own;
  const wrapped = [Config.Entrypoint ?? []].flat().some((word) => word.endsWith(entrypoint));
  // The scheduler is root; what people run beside it should own its files as the app does.
  const user = Config.User === 'root' ? variable(Config.Env, 'INDUK_USER') : undefined;
  return {
    argv: wrapped ? [entrypoint, ...command] : command,
    ...(user === undefined ? {} : { user }),
  };
}

function variable(env: string[], name: string): string | undefined {
  return env.find((pair) => pair.startsWith(`${name}=`))?.slice(name.length + 1);
}
