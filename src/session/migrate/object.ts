/** The Swarm object by which a plan knows that an app is being moved, and how far. */
import type Docker from 'dockerode';
import { get } from '../../cluster/observe.js';
import { labels, migrationObject } from '../../desired/names.js';
import type { App } from '../../inventory/model.js';
import type { Method } from '../../migrate/predict.js';
import type { MigrationPhase } from '../../plan/hold.js';
import { unlessGone } from '../../server/engine/answers.js';

interface EngineConfig {
  ID: string;
  Version: { Index: number };
  Spec: { Name: string; Labels?: Record<string, string> };
}

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
  const present = await objectOf(docker, engineName);
  const since = present?.Spec.Labels?.[labels.since] ?? now.toISOString();
  const spec = {
    Name: migrationObject(engineName),
    Labels: {
      [labels.site]: site,
      [labels.app]: id,
      [labels.role]: 'migration',
      [labels.phase]: phase,
      [labels.method]: method,
      [labels.since]: since,
    },
    // The engine refuses an empty one, and only labels can change.
    Data: Buffer.from('induk').toString('base64'),
  };
  if (present === undefined) {
    await docker.createConfig(spec as unknown as Parameters<Docker['createConfig']>[0]);
    return;
  }
  const version = present.Version.Index;
  await docker.getConfig(present.ID).update({ ...spec, version });
}

/** The app is one like any other: its move was committed. */
export async function unmarkMigration(docker: Docker, engineName: string): Promise<void> {
  const present = await objectOf(docker, engineName);
  if (present !== undefined) await docker.getConfig(present.ID).remove().catch(unlessGone);
}

async function objectOf(docker: Docker, engineName: string): Promise<EngineConfig | undefined> {
  const name = migrationObject(engineName);
  const filters = encodeURIComponent(JSON.stringify({ name: [name] }));
  const configs = await get<EngineConfig[]>(docker, `/configs?filters=${filters}`);
  return configs.find(({ Spec }) => Spec.Name === name);
}
