/** The Swarm object by which a plan knows that an app is being moved, and how far. */
import type Docker from 'dockerode';
import { readConfigLabels, removeConfig, writeConfigLabels } from '../../cluster/config-object.js';
import { labels, migrationObject } from '../../desired/names.js';
import type { App } from '../../inventory/model.js';
import type { Method } from '../../migrate/predict.js';
import type { MigrationPhase } from '../../plan/hold.js';

/**
 * Says how far an app's move is. What holds more is written before it is done (`back` before a
 * rollback), what holds less after it is done (`switched` after the switch): whoever applies in
 * between starts nothing that writes on two sides.
 */
export async function markMigration(
  docker: Docker,
  site: string,
  { id, engineName }: Pick<App, 'id' | 'engineName'>,
  { phase, method, now }: { phase: MigrationPhase; method: Method; now: Date },
): Promise<void> {
  const name = migrationObject(engineName);
  const present = await readConfigLabels(docker, name);
  await writeConfigLabels(docker, name, {
    [labels.site]: site,
    [labels.app]: id,
    [labels.role]: 'migration',
    [labels.phase]: phase,
    [labels.method]: method,
    [labels.since]: present?.[labels.since] ?? now.toISOString(),
  });
}

/** The app is one like any other: its move was committed. */
export function unmarkMigration(docker: Docker, engineName: string): Promise<void> {
  return removeConfig(docker, migrationObject(engineName));
}
