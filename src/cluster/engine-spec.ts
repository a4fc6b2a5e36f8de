import type { ServiceSpec } from '../desired/model.js';
import { labels } from '../desired/names.js';

/**
 * Translation between our service description and the engine's.
 * https://docs.docker.com/reference/api/engine/version/v1.41/#tag/Service
 * `fromEngine(toEngine(spec))` gives `spec` back, so what runs can be compared with what
 * should run, changes made by hand included.
 */

const billion = 1_000_000_000;
const seconds = (value: number): number => Math.round(value * billion);

/** Engine ids of the objects a service refers to by name. */
export interface Ids {
  networks: Map<string, string>;
  secrets: Map<string, string>;
}

export interface EngineSpec {
  Name: string;
  Labels: Record<string, string>;
  TaskTemplate: TaskTemplate;
  Mode: { Replicated?: { Replicas: number }; Global?: object; ReplicatedJob?: object };
  UpdateConfig?: object;
  RollbackConfig?: object;
  EndpointSpec?: { Mode?: string; Ports?: EnginePort[] };
}

interface EnginePort {
  Protocol: string;
  TargetPort: number;
  PublishedPort: number;
  PublishMode: string;
}

interface TaskTemplate {
  ContainerSpec: {
    Image: string;
    Command?: string[];
    Args?: string[];
    User?: string;
    Env?: string[];
    Hosts?: string[];
    Init?: boolean;
    StopGracePeriod?: number;
    Labels?: Record<string, string>;
    Mounts?: { Type: string; Source: string; Target: string; VolumeOptions?: object }[];
    Secrets?: { SecretID: string; SecretName: string; File: { Name: string } }[];
    Healthcheck?: {
      Test?: string[];
      Interval?: number;
      Timeout?: number;
      Retries?: number;
      StartPeriod?: number;
    };
  };
  Resources?: {
    Limits?: { NanoCPUs?: number; MemoryBytes?: number; Pids?: number };
    Reservations?: { NanoCPUs?: number; MemoryBytes?: number };
  };
  RestartPolicy?: object;
  Placement?: { Constraints?: string[] };
  Networks?: { Target: string; Aliases?: string[] }[];
  LogDriver?: object;
  ForceUpdate?: number;
}

const placement = /^node\.labels\.induk\.server *== *(.+)$/;

/**
 * @param ids engine ids of every network and secret the service names
 * @param history versions for the `induk.history` label, the present one first
 * @param forceUpdate the running service's counter; another value restarts its tasks
 */
export function toEngine(
  spec: ServiceSpec,
  ids: Ids,
  history: string[] = [],
  forceUpdate = 0,
): EngineSpec {
  return {
    Name: spec.name,
    Labels: {
      ...spec.labels,
      ...(history.length > 0 ? { [labels.history]: history.join(',') } : {}),
    },
    TaskTemplate: taskTemplate(spec, ids, forceUpdate),
    Mode: engineMode(spec),
    ...(spec.mode.kind === 'job'
      ? {}
      : { UpdateConfig: policy(spec), RollbackConfig: policy(spec) }),
    EndpointSpec: {
      Mode: 'dnsrr',
      Ports: spec.ports.map((port) => ({
        Protocol: port.protocol,
        TargetPort: port.target,
        PublishedPort: port.published,
        PublishMode: 'host',
      })),
    },
  };
}

function taskTemplate(spec: ServiceSpec, ids: Ids, forceUpdate: number): TaskTemplate {
  return {
    ContainerSpec: containerSpec(spec, ids),
    Resources: {
      Limits: {
        NanoCPUs: seconds(spec.cpuLimit),
        MemoryBytes: spec.memoryLimit,
        Pids: spec.pidsLimit,
      },
      Reservations: {
        NanoCPUs: seconds(spec.cpuReservation),
        MemoryBytes: spec.memoryReservation,
      },
    },
    RestartPolicy:
      spec.restart === 'none'
        ? { Condition: 'none', MaxAttempts: 0 }
        : { Condition: 'any', Delay: seconds(0.5), MaxAttempts: 0 },
    Placement: {
      Constraints: spec.server === undefined ? [] : [`node.labels.induk.server==${spec.server}`],
    },
    Networks: spec.networks.map(({ network, aliases }) => ({
      Target: required(ids.networks, network),
      Aliases: aliases,
    })),
    LogDriver: { Name: 'json-file', Options: { 'max-size': '10m', 'max-file': '3' } },
    ForceUpdate: forceUpdate,
  };
}

function containerSpec(spec: ServiceSpec, ids: Ids): TaskTemplate['ContainerSpec'] {
  return {
    Image: spec.image,
    ...(spec.command.length > 0 ? { Command: spec.command } : {}),
    ...(spec.args.length > 0 ? { Args: spec.args } : {}),
    ...(spec.user === undefined ? {} : { User: spec.user }),
    Env: Object.entries(spec.env).map(([key, value]) => `${key}=${value}`),
    ...(spec.hosts === undefined ? {} : { Hosts: spec.hosts.map((name) => `127.0.0.1 ${name}`) }),
    StopGracePeriod: seconds(spec.stopGrace),
    Labels: ownership(spec),
    Mounts: spec.mounts.map(({ volume, target }) => ({
      Type: 'volume',
      Source: volume,
      Target: target,
      VolumeOptions: { Labels: ownership(spec) },
    })),
    Secrets: spec.secrets.map(({ secret, target }) => ({
      SecretID: required(ids.secrets, secret),
      SecretName: secret,
      File: { Name: target, UID: '0', GID: '0', Mode: 0o444 },
    })),
    ...(spec.health === undefined
      ? {}
      : {
          Healthcheck: {
            Test: spec.health.test,
            Interval: seconds(spec.health.interval),
            Timeout: seconds(spec.health.timeout),
            Retries: spec.health.retries,
            StartPeriod: seconds(spec.health.grace),
          },
        }),
  };
}

/** Labels by which containers and volumes are found again. */
function ownership(spec: ServiceSpec): Record<string, string> {
  return Object.fromEntries(
    [labels.site, labels.app].flatMap((key) => {
      const value = spec.labels[key];
      return value === undefined ? [] : [[key, value]];
    }),
  );
}

function engineMode({ mode }: ServiceSpec): EngineSpec['Mode'] {
  if (mode.kind === 'global') return { Global: {} };
  if (mode.kind === 'job') return { ReplicatedJob: { MaxConcurrent: 1, TotalCompletions: 1 } };
  return { Replicated: { Replicas: mode.replicas } };
}

const policy = (spec: ServiceSpec): object => ({
  Parallelism: 1,
  Delay: 0,
  FailureAction: 'rollback',
  // Without a health check only time shows a container that crashes soon after its start.
  Monitor: seconds(spec.health === undefined ? 3 : 1),
  MaxFailureRatio: 0,
  Order: spec.updateOrder,
});

function required(ids: Map<string, string>, name: string): string {
  const id = ids.get(name);
  if (id === undefined) throw new Error(`the engine has no object named ${name}`);
  return id;
}

/** @param networkNames engine id → name, since the engine answers with ids */
export function fromEngine(engine: EngineSpec, networkNames: Map<string, string>): ServiceSpec {
  const { TaskTemplate: task } = engine;
  const container = task.ContainerSpec;
  const { [labels.history]: _history, ...rest } = engine.Labels ?? {};
  const app = rest[labels.app];
  const server = task.Placement?.Constraints?.map((rule) => placement.exec(rule)?.[1]).find(
    Boolean,
  );
  const health = container.Healthcheck;
  const update = (engine.UpdateConfig ?? {}) as { Order?: string };
  return {
    name: engine.Name,
    role: (rest[labels.role] ?? 'web') as ServiceSpec['role'],
    ...(app === undefined ? {} : { app }),
    image: container.Image,
    command: container.Command ?? [],
    args: container.Args ?? [],
    ...(container.User === undefined ? {} : { user: container.User }),
    env: Object.fromEntries((container.Env ?? []).map(splitPair)),
    secrets: (container.Secrets ?? []).map((entry) => ({
      secret: entry.SecretName,
      target: entry.File.Name,
    })),
    mounts: (container.Mounts ?? []).map((mount) => ({
      volume: mount.Source,
      target: mount.Target,
    })),
    networks: (task.Networks ?? []).map(({ Target, Aliases }) => ({
      network: networkNames.get(Target) ?? Target,
      aliases: Aliases ?? [],
    })),
    ...(server === undefined ? {} : { server }),
    mode: modeOf(engine.Mode),
    ...(container.Hosts === undefined
      ? {}
      : { hosts: container.Hosts.map((line) => line.split(' ')[1] ?? line) }),
    ports: (engine.EndpointSpec?.Ports ?? []).map((port) => ({
      published: port.PublishedPort,
      target: port.TargetPort,
      protocol: port.Protocol as 'tcp',
    })),
    ...(health === undefined
      ? {}
      : {
          health: {
            // The engine leaves zeros out.
            test: health.Test ?? [],
            interval: (health.Interval ?? 0) / billion,
            timeout: (health.Timeout ?? 0) / billion,
            grace: (health.StartPeriod ?? 0) / billion,
            retries: health.Retries ?? 0,
          },
        }),
    cpuLimit: (task.Resources?.Limits?.NanoCPUs ?? 0) / billion,
    cpuReservation: (task.Resources?.Reservations?.NanoCPUs ?? 0) / billion,
    memoryLimit: task.Resources?.Limits?.MemoryBytes ?? 0,
    memoryReservation: task.Resources?.Reservations?.MemoryBytes ?? 0,
    pidsLimit: task.Resources?.Limits?.Pids ?? 0,
    updateOrder: update.Order === 'start-first' ? 'start-first' : 'stop-first',
    stopGrace: (container.StopGracePeriod ?? 0) / billion,
    restart: (task.RestartPolicy as { Condition?: string })?.Condition === 'none' ? 'none' : 'any',
    labels: rest,
  };
}

function modeOf(mode: EngineSpec['Mode']): ServiceSpec['mode'] {
  if (mode.Global !== undefined) return { kind: 'global' };
  if (mode.ReplicatedJob !== undefined) return { kind: 'job' };
  return { kind: 'replicated', replicas: mode.Replicated?.Replicas ?? 0 };
}

function splitPair(pair: string): [string, string] {
  const at = pair.indexOf('=');
  return at < 0 ? [pair, ''] : [pair.slice(0, at), pair.slice(at + 1)];
}
