import type Docker from 'dockerode';
import { serviceLabel } from '../../desired/names.js';
import { Fault } from '../../fault.js';
import type { AppId } from '../../inventory/model.js';
import type { Observed } from '../../plan/observed.js';
import type { Connection } from '../../server/connection.js';
import { unlessGone } from '../../server/engine/answers.js';
import { removeService } from '../services.js';
import { poll } from '../wait.js';
import type { Holdings } from './holdings.js';
import { type Acting, step } from './step.js';

/** Milliseconds until a stopping container must be gone; databases have a minute of grace. */
const stopPatience = 120_000;

export interface Doomed {
  site: string;
  app: AppId;
  observed: Observed;
  manager: Docker;
  /** What the servers that answer hold of it. */
  holdings: Holdings[];
  /** Whether its data goes too. */
  volumes: boolean;
}

export interface Destroyed {
  services: string[];
  networks: string[];
  secrets: string[];
  images: number;
  volumes: string[];
}

/**
 * Removes what is labelled for one app of one site and nothing else; data only when asked.
 * Each removal of something gone already is fine, so a killed run is run again.
 *
 * @throws Fault CLU085 naming what the engine would not let go
 */
export async function destroyApp(doomed: Doomed, acting: Acting): Promise<Destroyed> {
  const { app, manager, holdings } = doomed;
  const services = doomed.observed.services.filter((each) => isOwn(each, doomed));
  for (const { name, spec } of services) {
    await step('service.remove', { name, app, server: spec.server }, acting, async (say) => {
      await removeService(manager, name);
      say('waiting for its containers');
      await awaitGone(
        holdings.map(({ connection }) => connection),
        name,
        acting.signal,
      );
    });
  }
  const note = (message: string): void => acting.emit({ type: 'note', app, message });
  const networks = doomed.observed.networks.filter((each) => isOwn(each, doomed));
  for (const { id, name } of networks) {
    await release(name, () => manager.getNetwork(id).remove(), acting.signal);
    note(`removed network ${name}`);
  }
  const secrets = doomed.observed.secrets.filter((each) => isOwn(each, doomed));
  for (const { id, name } of secrets) {
    await release(name, () => manager.getSecret(id).remove(), acting.signal);
    note(`removed secret ${name}`);
  }
  await removeContainers(holdings);
  const images = await removeImages(holdings);
  if (images > 0) note(`removed ${images} images`);
  const volumes = doomed.volumes ? await removeVolumes(holdings, acting, note) : [];
  const names = (list: { name: string }[]): string[] => list.map(({ name }) => name);
  return {
    services: names(services),
    networks: names(networks),
    secrets: names(secrets),
    images,
    volumes,
  };
}

const isOwn = (object: { site?: string; app?: AppId }, { site, app }: Doomed): boolean =>
  object.site === site && object.app === app;

/** The Swarm forgets a removed service at once, while its containers still stop. */
async function awaitGone(
  connections: Connection[],
  service: string,
  signal: AbortSignal,
): Promise<void> {
  const filters = { label: [`${serviceLabel}=${service}`] };
  await Promise.all(
    connections.map(({ docker }) =>
      poll(
        async () => {
          const left = await docker.listContainers({ all: true, filters });
          return left.length === 0 ? true : undefined;
        },
        { timeout: stopPatience, signal },
      ),
    ),
  );
}

/** Removes an object once nothing refers to it; the engine needs a moment to notice. */
async function release(
  name: string,
  remove: () => Promise<unknown>,
  signal?: AbortSignal,
): Promise<void> {
  let reason = '';
  const outcome = await poll(
    async () => {
      try {
        await remove();
        return 'gone';
      } catch (error) {
        const { statusCode, message } = error as Error & { statusCode?: number };
        if (statusCode === 404) return 'gone';
        if (statusCode === undefined) throw error;
        reason = message;
        return undefined;
      }
    },
    { timeout: 60_000, interval: 500, signal },
  );
  if (outcome === 'timeout') throw new Fault('CLU085', { object: name, reason });
}

/** Ended ones, by which the engine would count the app's volumes and images as used. */
async function removeContainers(holdings: Holdings[]): Promise<void> {
  for (const { connection, containers } of holdings) {
    for (const id of containers) {
      await connection.docker.getContainer(id).remove().catch(unlessGone);
    }
  }
}

/** One that something else still uses stays: it does no harm but take room. */
async function removeImages(holdings: Holdings[]): Promise<number> {
  let removed = 0;
  for (const { connection, images } of holdings) {
    for (const id of images) {
      // The answer lists what was untagged and deleted.
      const answer = await connection.docker
        .getImage(id)
        .remove({ force: false })
        .catch(unlessGone);
      if (answer !== undefined) removed += 1;
    }
  }
  return removed;
}

async function removeVolumes(
  holdings: Holdings[],
  { signal }: Acting,
  note: (message: string) => void,
): Promise<string[]> {
  const removed: string[] = [];
  for (const { connection, volumes } of holdings) {
    for (const name of volumes) {
      await release(name, () => connection.docker.getVolume(name).remove(), signal);
      removed.push(name);
      note(`removed volume ${name} on ${connection.server}`);
    }
  }
  return removed;
}
