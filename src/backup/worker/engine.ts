import { hostname } from 'node:os';
import type Docker from 'dockerode';
import { serviceLabel } from '../../desired/names.js';
import { Fault } from '../../fault.js';
import { unlessGone } from '../../server/engine/answers.js';
import { connectLocal } from '../../server/local.js';

/**
 * The running container of a Swarm service, or the one of that very name.
 * @throws Fault BAK030 when none runs
 */
export function containerOf(service: string): Promise<string> {
  return onEngine(async (docker) => {
    const find = async (filter: Record<string, string[]>): Promise<string | undefined> => {
      const filters = { ...filter, status: ['running'] };
      const found = await docker.listContainers({ filters });
      return found.sort((a, b) => b.Created - a.Created)[0]?.Id;
    };
    const id =
      (await find({ label: [`${serviceLabel}=${service}`] })) ??
      (await find({ name: [`^/${service}$`] }));
    if (id === undefined) throw new Fault('BAK030', { service });
    return id;
  });
}

/** Whether a Swarm service has a running container here. */
export function isRunning(service: string): Promise<boolean> {
  return containerOf(service).then(
    () => true,
    (error: unknown) => {
      if (error instanceof Fault && error.code === 'BAK030') return false;
      throw error;
    },
  );
}

/** The image this worker runs; undefined outside of a container. */
export function ownImage(): Promise<string | undefined> {
  return onEngine(async (docker) => {
    const found = await docker.getContainer(hostname()).inspect().catch(unlessGone);
    return found?.Image;
  });
}

/** Asks the engine this container runs on. */
export async function onEngine<T>(ask: (docker: Docker) => Promise<T>): Promise<T> {
  const connection = await connectLocal(hostname());
  try {
    return await ask(connection.docker);
  } finally {
    await connection.close();
  }
}
