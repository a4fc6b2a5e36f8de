/** The part of the engine's `/info` that induk looks at. */
export interface EngineFacts {
  version: string;
  storageDriver: string;
  cgroupVersion: string;
  loggingDriver: string;
  liveRestore: boolean;
  /** `inactive`, `pending`, `active`, `error` or `locked`. */
  swarm: string;
  swarmError: string;
  nodeId: string;
  isManager: boolean;
  clusterId: string;
  warnings: string[];
}

interface Info {
  ServerVersion?: string;
  Driver?: string;
  CgroupVersion?: string;
  LoggingDriver?: string;
  LiveRestoreEnabled?: boolean;
  Warnings?: string[] | null;
  Swarm?: {
    LocalNodeState?: string;
    Error?: string;
    NodeID?: string;
    ControlAvailable?: boolean;
    Cluster?: { ID?: string } | null;
  };
}

/** From the JSON of `/info`; undefined when the engine did not answer. */
export function engineFacts(json: string): EngineFacts | undefined {
  const info = parse(json);
  if (info?.ServerVersion === undefined || info.ServerVersion === '') {
    return undefined;
  }
  const swarm = info.Swarm ?? {};
  return {
    version: info.ServerVersion,
    storageDriver: info.Driver ?? '',
    cgroupVersion: info.CgroupVersion ?? '',
    loggingDriver: info.LoggingDriver ?? '',
    liveRestore: info.LiveRestoreEnabled ?? false,
    swarm: swarm.LocalNodeState ?? 'inactive',
    swarmError: swarm.Error ?? '',
    nodeId: swarm.NodeID ?? '',
    isManager: swarm.ControlAvailable ?? false,
    clusterId: swarm.Cluster?.ID ?? '',
    warnings: info.Warnings ?? [],
  };
}

function parse(json: string): Info | undefined {
  try {
    return JSON.parse(json) as Info;
  } catch {
    return undefined;
  }
}
