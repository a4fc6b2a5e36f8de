/**
 * A trial: an app run from a set in containers of its own, on a network that leads nowhere,
 * on volumes of its own. Nothing of the living app is touched, and all of it is thrown away.
 */
import { setTimeout } from 'node:timers/promises';
import type Docker from 'dockerode';
import { imageRegistry } from '../../desired/names.js';
import { Fault } from '../../fault.js';
import { isMissing } from '../../server/engine/answers.js';
import { logText } from '../../server/engine/log-text.js';
import { archiveOf } from '../containers/archive.js';
import { askedSooner } from './health.js';
import type { KeptService } from './kept-service.js';

/** Label of everything that belongs to a trial; the value is its name. */
const trialLabel = 'induk.trial';

/** Milliseconds a service may take to become healthy beyond what its own check allows. */
const slack = 120_000;
/** Milliseconds a service without a check must stay up. */
const settling = 5_000;

export interface TrialOptions {
  /** Unique on the engine. */
  name: string;
  /** Labels of everything made. */
  labels: Record<string, string>;
  signal?: AbortSignal;
}

export class Trial {
  readonly #docker: Docker;
  readonly #options: TrialOptions;
  readonly #visitors: string[] = [];

  private constructor(docker: Docker, options: TrialOptions) {
    this.#docker = docker;
    this.#options = options;
  }

  /** Makes the network; what an earlier trial of the same name left is removed first. */
  static async open(docker: Docker, options: TrialOptions): Promise<Trial> {
    const trial = new Trial(docker, options);
    await trial.close();
    await docker.createNetwork({ Name: options.name, Internal: true, Labels: trial.#labels() });
    return trial;
  }

  /** Removes what a trial of that name left when it was killed. */
  static async clear(docker: Docker, name: string): Promise<void> {
    await new Trial(docker, { name, labels: {} }).close();
  }

  /** Of its network, too. */
  get name(): string {
    return this.#options.name;
  }

  /** What makes another container go with the trial. */
  get label(): Record<string, string> {
    return { [trialLabel]: this.#options.name };
  }

  /** Lets a container into the trial's network, as a visitor. */
  async admit(container: string): Promise<void> {
    await this.#docker.getNetwork(this.name).connect({ Container: container });
    this.#visitors.push(container);
  }

  /** The trial's own volume in the place of the app's. */
  volume(name: string): string {
    return `${this.#options.name}-${name}`;
  }

  /**
   * Keeps an image that has no name of its own here, e.g. one from the vault, until this trial
   * and all others that hold it are over. Each gives it a name: the engine keeps what has one.
   */
  async hold(image: string): Promise<void> {
    const { RepoTags } = await this.#docker.getImage(image).inspect();
    if ((RepoTags ?? []).some((tag) => !isTrials(tag))) return;
    await this.#docker.getImage(image).tag({ repo: this.#repo, tag: image.slice(-12) });
  }

  get #repo(): string {
    return `${imageRegistry}/${this.#options.name}`;
  }

  /** Makes the volumes of services, empty. */
  async makeVolumes(services: KeptService[]): Promise<void> {
    const names = new Set(services.flatMap(({ mounts }) => mounts.map(({ volume }) => volume)));
    for (const name of names) {
      await this.#docker.createVolume({ Name: this.volume(name), Labels: this.#labels() });
    }
  }

  /**
   * Starts a service and waits until it is healthy.
   * @param secrets what it finds in /run/secrets
   * @returns its container's ID
   * @throws Fault BAK100 when its image is not on this engine, BAK101 with its last lines when it
   *   does not become healthy
   */
  async start(service: KeptService, secrets: Record<string, string>): Promise<string> {
    const container = await this.#create(service);
    await container.putArchive(await secretFiles(secrets), { path: '/' });
    await container.start();
    await this.#healthy(container, service);
    return container.id;
  }

  /** Removes everything that belongs to the trial; what is gone already is no error. */
  async close(): Promise<void> {
    const filters = { label: [`${trialLabel}=${this.#options.name}`] };
    const containers = await this.#docker.listContainers({ all: true, filters });
    for (const { Id } of containers) {
      await this.#docker.getContainer(Id).remove({ force: true, v: true }).catch(ignoreGone);
    }
    const { Volumes } = await this.#docker.listVolumes({ filters });
    for (const { Name } of Volumes ?? []) {
      await this.#docker.getVolume(Name).remove().catch(ignoreGone);
    }
    for (const { Id } of await this.#docker.listNetworks({ filters })) {
      const network = this.#docker.getNetwork(Id);
      for (const visitor of this.#visitors.splice(0)) {
        await network.disconnect({ Container: visitor, Force: true }).catch(ignoreGone);
      }
      await this.#docker.getNetwork(Id).remove().catch(ignoreGone);
    }
    const held = await this.#docker.listImages({ filters: { reference: [this.#repo] } });
    const names = held.flatMap(({ RepoTags }) => RepoTags ?? []);
    for (const name of names.filter((tag) => tag.startsWith(`${this.#repo}:`))) {
      await this.#docker.getImage(name).remove().catch(unlessInUse);
    }
  }

  #labels(): Record<string, string> {
    return { ...this.#options.labels, [trialLabel]: this.#options.name };
  }

  async #create(service: KeptService): Promise<Docker.Container> {
    const { name } = this.#options;
    try {
      return await this.#docker.createContainer({
        name: `${name}-${service.role}`,
        Image: service.imageId,
        Entrypoint: service.entrypoint,
        Cmd: service.command,
        Env: service.env,
        User: service.user,
        Labels: this.#labels(),
        ...(service.health && { Healthcheck: askedSooner(service.health) }),
        HostConfig: {
          Binds: service.mounts.map(({ volume, target }) => `${this.volume(volume)}:${target}`),
          Memory: service.memory,
          // A database is filled with what the machine has to spare; nobody waits for less.
          NanoCpus: service.role === 'db' ? 0 : service.nanoCpus,
          PidsLimit: service.pids,
          NetworkMode: name,
          CpuShares: 256,
        },
        NetworkingConfig: {
          EndpointsConfig: { [name]: { Aliases: [service.role, ...service.aliases] } },
        },
      });
    } catch (error) {
      if (!isMissing(error)) throw error;
      throw new Fault('BAK100', { image: service.image, id: service.imageId.slice(7, 19) });
    }
  }

  async #healthy(container: Docker.Container, service: KeptService): Promise<void> {
    const { signal } = this.#options;
    const deadline = performance.now() + patience(service);
    const started = performance.now();
    for (;;) {
      signal?.throwIfAborted();
      const { State } = await container.inspect();
      const isUp = State.Running && performance.now() - started > settling;
      if (State.Health === undefined ? isUp : State.Health.Status === 'healthy') return;
      if (!State.Running || performance.now() > deadline) {
        const reason = State.Running ? 'never became healthy' : `ended with ${State.ExitCode}`;
        const logTail = await lastLines(container);
        throw new Fault('BAK101', { service: service.name, reason }, { logTail });
      }
      await setTimeout(500, undefined, { signal });
    }
  }
}

function patience({ health }: KeptService): number {
  const { Interval = 0, Timeout = 0, Retries = 0, StartPeriod = 0 } = health ?? {};
  return (StartPeriod + Retries * (Interval + Timeout)) / 1e6 + slack;
}

function secretFiles(secrets: Record<string, string>): Promise<Buffer> {
  const files = Object.entries(secrets).map(([key, content]) => ({
    name: `run/secrets/${key}`,
    mode: 0o444,
    content,
  }));
  return archiveOf([{ name: 'run/secrets/', mode: 0o755 }, ...files]);
}

async function lastLines(container: Docker.Container): Promise<string[]> {
  const raw = await container.logs({ stdout: true, stderr: true, tail: 20 });
  return logText(raw).trimEnd().split('\n');
}

/** A name that only a trial gave. */
const isTrials = (tag: string): boolean =>
  tag.startsWith(`${imageRegistry}/induk-`) && /-trial:[^:]*$/.test(tag);

/** What somebody else's container runs stays; its name goes with the next trial. */
function unlessInUse(error: unknown): void {
  if ((error as { statusCode?: number }).statusCode !== 409) ignoreGone(error);
}

function ignoreGone(error: unknown): void {
  if (!isMissing(error)) throw error;
}
