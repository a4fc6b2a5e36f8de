/**
 * How far an import is, and what it has compared: in the Swarm object by which a plan knows that the
 * app is not to run yet. Any machine can go on with it, and `migrate report` can tell of it later.
 */
import type Docker from 'dockerode';
import { get } from '../../../cluster/observe.js';
import { labels, migrationObject } from '../../../desired/names.js';
import type { App } from '../../../inventory/model.js';
import type { Imported } from '../../../migrate/archive/imported.js';
import type { MigrationPhase } from '../../../plan/hold.js';
import { unlessGone } from '../../../server/engine/answers.js';

const label = 'induk.import';

interface EngineConfig {
  ID: string;
  Version: { Index: number };
  Spec: { Name: string; Labels?: Record<string, string> };
}

/** @returns undefined when the app was not imported */
export async function readImport(
  docker: Docker,
  engineName: string,
): Promise<Imported | undefined> {
  const text = (await objectOf(docker, engineName))?.Spec.Labels?.[label];
  return text === undefined ? undefined : (JSON.parse(text) as Imported);
}

/** Writes it over the one that is there. */
export async function writeImport(
  docker: Docker,
  site: string,
  { id, engineName }: Pick<App, 'id' | 'engineName'>,
  phase: MigrationPhase,
  imported: Imported,
): Promise<void> {
  const spec = {
    Name: migrationObject(engineName),
    Labels: {
      [labels.site]: site,
      [labels.app]: id,
      [labels.role]: 'migration',
      [labels.phase]: phase,
      [labels.method]: 'archive',
      [labels.since]: imported.began,
      [label]: JSON.stringify(imported),
    },
    // The engine refuses an empty one, and only labels can change.
    Data: Buffer.from('induk').toString('base64'),
  };
  const present = await objectOf(docker, engineName);
  if (present === undefined) {
    await docker.createConfig(spec as unknown as Parameters<Docker['createConfig']>[0]);
    return;
  }
  await docker.getConfig(present.ID).update({ ...spec, version: present.Version.Index });
}

/** Nothing for an app that was not imported: the object of a move is not touched. */
export async function removeImport(docker: Docker, engineName: string): Promise<void> {
  const present = await objectOf(docker, engineName);
  if (present?.Spec.Labels?.[label] === undefined) return;
  await docker.getConfig(present.ID).remove().catch(unlessGone);
}

async function objectOf(docker: Docker, engineName: string): Promise<EngineConfig | undefined> {
  const name = migrationObject(engineName);
  const filters = encodeURIComponent(JSON.stringify({ name: [name] }));
  const configs = await get<EngineConfig[]>(docker, `/configs?filters=${filters}`);
  return configs.find(({ Spec }) => Spec.Name === name);
}
