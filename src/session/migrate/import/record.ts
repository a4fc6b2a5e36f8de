/**
 * How far an import is, and what it has compared: in the Swarm object by which a plan knows that the
 * app is not to run yet. Any machine can go on with it, and `migrate report` can tell of it later.
 */
import type Docker from 'dockerode';
import {
  readConfigLabels,
  removeConfig,
  writeConfigLabels,
} from '../../../cluster/config-object.js';
import { labels, migrationObject } from '../../../desired/names.js';
import type { App } from '../../../inventory/model.js';
import type { Imported } from '../../../migrate/archive/imported.js';
import type { MigrationPhase } from '../../../plan/hold.js';

const label = 'induk.import';

/** @returns undefined when the app was not imported */
export async function readImport(
  docker: Docker,
  engineName: string,
): Promise<Imported | undefined> {
  const text = (await readConfigLabels(docker, migrationObject(engineName)))?.[label];
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
  await writeConfigLabels(docker, migrationObject(engineName), {
    [labels.site]: site,
    [labels.app]: id,
    [labels.role]: 'migration',
    [labels.phase]: phase,
    [labels.method]: 'archive',
    [labels.since]: imported.began,
    [label]: JSON.stringify(imported),
  });
}

/** Nothing for an app that was not imported: the object of a move is not touched. */
export async function removeImport(docker: Docker, engineName: string): Promise<void> {
  if ((await readImport(docker, engineName)) === undefined) return;
  await removeConfig(docker, migrationObject(engineName));
}
