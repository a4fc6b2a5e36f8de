import type Docker from 'dockerode';
import { logText } from '../server/engine/log-text.js';
import { dialPath, get } from './observe.js';

/** One run of a service's container. */
export interface Task {
  id: string;
  state: string;
  desiredState: string;
  /** The engine's words for a failure; empty when none. */
  error: string;
  nodeId: string;
  containerId: string;
  exitCode: number;
  /** RFC 3339. */
  createdAt: string;
  /** RFC 3339: since when it is in this state, by the clock of its server. */
  since: string;
  serviceId: string;
  image: string;
}

interface EngineTask {
  ID: string;
  CreatedAt: string;
  NodeID?: string;
  ServiceID?: string;
  DesiredState: string;
  Spec: { ContainerSpec?: { Image?: string } };
  Status: {
    State: string;
    Timestamp?: string;
    Err?: string;
    Message?: string;
    ContainerStatus?: { ContainerID?: string; ExitCode?: number };
  };
}

/** Tasks of a service, newest first, ended ones included (the engine keeps five). */
export async function tasksOf(docker: Docker, service: string): Promise<Task[]> {
  const filters = encodeURIComponent(JSON.stringify({ service: [service] }));
  return readTasks(docker, `/tasks?filters=${filters}`);
}

/** Tasks of all services, newest first. */
export async function readTasks(docker: Docker, path: string): Promise<Task[]> {
  const tasks = await get<EngineTask[]>(docker, path);
  return tasks.map(taskOf).sort((a, b) => (a.createdAt < b.createdAt ? 1 : -1));
}

function taskOf(task: EngineTask): Task {
  return {
    id: task.ID,
    state: task.Status.State,
    desiredState: task.DesiredState,
    error: task.Status.Err ?? '',
    nodeId: task.NodeID ?? '',
    containerId: task.Status.ContainerStatus?.ContainerID ?? '',
    exitCode: task.Status.ContainerStatus?.ExitCode ?? 0,
    createdAt: task.CreatedAt,
    since: task.Status.Timestamp ?? task.CreatedAt,
    serviceId: task.ServiceID ?? '',
    image: task.Spec.ContainerSpec?.Image ?? '',
  };
}

const failedStates = new Set(['failed', 'rejected', 'orphaned']);

export const hasFailed = (task: Task): boolean => failedStates.has(task.state);

/**
 * The last lines a task wrote, standard output and error together.
 *
 * @param lines how many at the most
 * @returns empty when the engine cannot say, e.g. for a container that never started
 */
export async function taskLogTail(docker: Docker, id: string, lines: number): Promise<string[]> {
  try {
    const raw = await getBytes(docker, `/tasks/${id}/logs?stdout=true&stderr=true&tail=${lines}`);
    return logText(raw).trimEnd().split('\n').filter(Boolean).slice(-lines);
  } catch {
    return [];
  }
}

function getBytes(docker: Docker, path: string): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    docker.modem.dial(
      {
        path: dialPath(path),
        method: 'GET',
        isStream: true,
        statusCodes: { 200: true, 404: 'no such task' },
      },
      (error: unknown, data: unknown) => {
        if (error) return reject(error);
        const chunks: Buffer[] = [];
        const stream = data as NodeJS.ReadableStream;
        stream.on('data', (chunk: Buffer) => chunks.push(chunk));
        stream.on('end', () => resolve(Buffer.concat(chunks)));
        stream.on('error', reject);
        return undefined;
      },
    );
  });
}
