import { request } from 'node:http';
import { hostname } from 'node:os';
import { Fault } from '../../fault.js';

const socketPath = '/var/run/docker.sock';
const serviceLabel = 'com.docker.swarm.service.name';

/** Asks the engine this container runs on; undefined for what it does not have. */
async function ask<T>(path: string): Promise<T | undefined> {
  const [status, body] = await new Promise<[number, string]>((resolve, reject) => {
    const asked = request({ socketPath, path, timeout: 30_000 }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.once('error', reject);
      response.once('end', () =>
        resolve([response.statusCode ?? 0, Buffer.concat(chunks).toString('utf8')]),
      );
    });
    asked.once('timeout', () => asked.destroy(new Error('the engine does not answer')));
    asked.once('error', reject);
    asked.end();
  });
  if (status === 404) return undefined;
  if (status !== 200) throw new Error(`engine: ${status} ${body.slice(0, 200)}`);
  return JSON.parse(body) as T;
}

/**
 * The running container of a Swarm service, or the one of that very name.
 * @throws Fault BAK030 when none runs
 */
export async function containerOf(service: string): Promise<string> {
  const find = async (filter: Record<string, string[]>): Promise<string | undefined> => {
    const filters = encodeURIComponent(JSON.stringify({ ...filter, status: ['running'] }));
    const found = await ask<{ Id: string; Created: number }[]>(
      `/containers/json?filters=${filters}`,
    );
    return found?.sort((a, b) => b.Created - a.Created)[0]?.Id;
  };
  const id =
    (await find({ label: [`${serviceLabel}=${service}`] })) ??
    (await find({ name: [`^/${service}$`] }));
  if (id === undefined) throw new Fault('BAK030', { service });
  return id;
}

/** The image this worker runs; undefined outside of a container. */
export async function ownImage(): Promise<string | undefined> {
  const found = await ask<{ Image: string }>(`/containers/${hostname()}/json`);
  return found?.Image;
}
