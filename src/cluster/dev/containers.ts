/** An app's containers on a developer's own machine, beside its folder. */
import type Docker from 'dockerode';
import { Fault } from '../../fault.js';
import type { Connection } from '../../server/connection.js';
import { unlessGone } from '../../server/engine/answers.js';
import { logText } from '../../server/engine/log-text.js';
import { frames } from '../runtime/frames.js';

/** Says that a container, a volume or an image is a developer's; its value is the engine name. */
export const devLabel = 'induk.dev';

export interface DevContainer {
  name: string;
  image: string;
  /** Of a stage that has none of its own. */
  entrypoint?: string[];
  /** The image's own when absent. */
  command?: string[];
  user?: string;
  env: Record<string, string>;
  /** As for `docker run --volume`. */
  binds: string[];
  /** TCP port of 127.0.0.1 that leads to the app's. */
  port?: number;
}

const optionsOf = (engineName: string, spec: DevContainer): Docker.ContainerCreateOptions => ({
  name: spec.name,
  Image: spec.image,
  ...(spec.entrypoint === undefined ? {} : { Entrypoint: spec.entrypoint }),
  ...(spec.command === undefined ? {} : { Cmd: spec.command }),
  ...(spec.user === undefined ? {} : { User: spec.user }),
  Env: Object.entries(spec.env).map(([key, value]) => `${key}=${value}`),
  Labels: { [devLabel]: engineName },
  ExposedPorts: { '8080/tcp': {} },
  HostConfig: {
    Binds: spec.binds,
    ...(spec.port === undefined
      ? {}
      : { PortBindings: { '8080/tcp': [{ HostIp: '127.0.0.1', HostPort: String(spec.port) }] } }),
  },
});

/** Starts a container that stays. @throws Fault DEP044 when the engine refuses it */
export async function startDev(
  { docker }: Connection,
  engineName: string,
  spec: DevContainer,
): Promise<Docker.Container> {
  const container = await docker.createContainer(optionsOf(engineName, spec));
  await container.start().catch((error: Error) => {
    throw new Fault('DEP044', { name: spec.name, reason: error.message }, { cause: error });
  });
  return container;
}

/**
 * Runs a container to its end.
 * @throws Fault DEP042 with its last lines when it ends with another status than 0
 */
export async function runDev(
  connection: Connection,
  engineName: string,
  spec: DevContainer,
  write: (chunk: Buffer) => void,
  signal: AbortSignal,
): Promise<void> {
  const container = await startDev(connection, engineName, spec);
  await followDev(container, write, signal);
  const fault = await endOf(container, spec.name);
  await container.remove({ force: true }).catch(unlessGone);
  if (fault !== undefined) throw fault;
}

/** Passes on what a container writes, until it ends or the signal aborts. */
export async function followDev(
  container: Docker.Container,
  write: (chunk: Buffer) => void,
  signal: AbortSignal,
): Promise<void> {
  const stream = await container.logs({ follow: true, stdout: true, stderr: true });
  const stop = (): void => void (stream as unknown as { destroy(): void }).destroy();
  signal.addEventListener('abort', stop, { once: true });
  try {
    for await (const { bytes } of frames(stream as AsyncIterable<Buffer>)) write(bytes);
  } catch (error) {
    if (!signal.aborted) throw error;
  } finally {
    signal.removeEventListener('abort', stop);
  }
  signal.throwIfAborted();
}

/** Why a container ended; undefined when all went well. */
export async function endOf(container: Docker.Container, name: string): Promise<Fault | undefined> {
  const { State } = await container.inspect();
  if (State.ExitCode === 0) return undefined;
  const raw = await container.logs({ stdout: true, stderr: true, tail: 20 });
  const logTail = logText(raw).trimEnd().split('\n');
  return new Fault('DEP042', { name, status: State.ExitCode }, { logTail });
}

/** Takes an app's containers away, those of a run that was killed too; its data stays. */
export async function removeDev({ docker }: Connection, engineName: string): Promise<void> {
  const filters = { label: [`${devLabel}=${engineName}`] };
  const found = await docker.listContainers({ all: true, filters });
  await Promise.all(
    found.map(async ({ Id }) => {
      const container = docker.getContainer(Id);
      await container.stop({ t: 5 }).catch(unlessGoneOrStopped);
      await container.remove({ force: true, v: true }).catch(unlessGone);
    }),
  );
}

/** Takes what an app kept here away. */
export async function removeDevData({ docker }: Connection, engineName: string): Promise<void> {
  const filters = { label: [`${devLabel}=${engineName}`] };
  const { Volumes } = await docker.listVolumes({ filters });
  for (const { Name } of Volumes ?? []) await docker.getVolume(Name).remove().catch(unlessGone);
}

export async function ensureDevVolume(
  { docker }: Connection,
  engineName: string,
  name: string,
): Promise<void> {
  await docker.createVolume({ Name: name, Labels: { [devLabel]: engineName } });
}

/** 304: it is stopped already. */
function unlessGoneOrStopped(error: { statusCode?: number }): undefined {
  if (error.statusCode === 304 || error.statusCode === 404) return undefined;
  throw error;
}
