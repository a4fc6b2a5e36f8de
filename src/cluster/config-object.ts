/** A config of the Swarm that says something by its labels: any machine can read it, and go on. */
import type Docker from 'dockerode';
import { unlessGone } from '../server/engine/answers.js';
import { get } from './observe.js';

interface EngineConfig {
  ID: string;
  Version: { Index: number };
  Spec: { Name: string; Labels?: Record<string, string> };
}

/** Labels of the config of that name; undefined when there is none. */
export async function readConfigLabels(
  docker: Docker,
  name: string,
): Promise<Record<string, string> | undefined> {
  const found = await configOf(docker, name);
  return found === undefined ? undefined : (found.Spec.Labels ?? {});
}

/** Gives the config of that name these labels alone; makes it when there is none. */
export async function writeConfigLabels(
  docker: Docker,
  name: string,
  labels: Record<string, string>,
): Promise<void> {
  // The engine refuses an empty one, and only labels can change.
  const spec = { Name: name, Labels: labels, Data: Buffer.from('induk').toString('base64') };
  const present = await configOf(docker, name);
  if (present === undefined) {
    await docker.createConfig(spec as unknown as Parameters<Docker['createConfig']>[0]);
    return;
  }
  await docker.getConfig(present.ID).update({ ...spec, version: present.Version.Index });
}

export async function removeConfig(docker: Docker, name: string): Promise<void> {
  const present = await configOf(docker, name);
  if (present !== undefined) await docker.getConfig(present.ID).remove().catch(unlessGone);
}

async function configOf(docker: Docker, name: string): Promise<EngineConfig | undefined> {
  const filters = encodeURIComponent(JSON.stringify({ name: [name] }));
  const configs = await get<EngineConfig[]>(docker, `/configs?filters=${filters}`);
  return configs.find(({ Spec }) => Spec.Name === name);
}
