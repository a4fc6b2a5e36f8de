/** A service as it ran when a set was made: enough to run it again in a container of its own. */
import type Docker from 'dockerode';
import { cronService, databaseService, serviceLabel } from '../../desired/names.js';

export interface KeptService {
  /** Swarm's name of it. */
  name: string;
  role: 'web' | 'db' | 'cron';
  /** Reference, and the engine's ID of what it was then. */
  image: string;
  imageId: string;
  entrypoint: string[];
  command: string[];
  /** `NAME=value`; no secret, those are files. */
  env: string[];
  user: string;
  mounts: { volume: string; target: string }[];
  /** Names it answers to on the app's network. */
  aliases: string[];
  /** In the engine's own notation. */
  health?: Docker.HealthConfig;
  /** Bytes, billionths of a core, processes. */
  memory: number;
  nanoCpus: number;
  pids: number;
}

/**
 * The app's services as they run on this engine, the database first, one container of each.
 * One that does not run now is not there.
 */
export async function captureServices(docker: Docker, engineName: string): Promise<KeptService[]> {
  const kept: KeptService[] = [];
  for (const [role, service] of [
    ['db', databaseService(engineName)],
    ['web', engineName],
    ['cron', cronService(engineName)],
  ] as const) {
    // Swarm's own alone: a trial of the same app may run at the same time.
    const filters = { label: [`${serviceLabel}=${service}`], status: ['running'] };
    const [found] = await docker.listContainers({ filters });
    if (found === undefined) continue;
    kept.push(keep(await docker.getContainer(found.Id).inspect(), role));
  }
  return kept;
}

function keep(found: Docker.ContainerInspectInfo, role: KeptService['role']): KeptService {
  const { Config, HostConfig, Mounts, Image } = found;
  const health = Config.Healthcheck;
  return {
    name: Config.Labels[serviceLabel] ?? '',
    role,
    image: Config.Image,
    imageId: Image,
    entrypoint: listOf(Config.Entrypoint),
    command: listOf(Config.Cmd),
    env: Config.Env,
    user: Config.User,
    mounts: Mounts.filter(({ Type }) => Type === 'volume').map(({ Name, Destination }) => ({
      volume: Name ?? '',
      target: Destination,
    })),
    aliases: aliasesOf(found),
    ...(health === undefined ? {} : { health }),
    memory: HostConfig.Memory ?? 0,
    nanoCpus: HostConfig.NanoCpus ?? 0,
    pids: HostConfig.PidsLimit ?? 0,
  };
}

function aliasesOf({ NetworkSettings, Id }: Docker.ContainerInspectInfo): string[] {
  const all = Object.values(NetworkSettings.Networks).flatMap(({ Aliases }) => Aliases ?? []);
  return [...new Set(all)].filter((name) => !Id.startsWith(name)).sort();
}

function listOf(value: string | string[] | null | undefined): string[] {
  return value === null || value === undefined ? [] : [value].flat();
}
