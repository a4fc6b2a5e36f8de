import { removeJob } from '../../backup/containers/job.js';
import { removeTimers } from '../../backup/containers/timers.js';
import { labelNode } from '../../cluster/proxy.js';
import type { Acting } from '../../cluster/runtime/step.js';
import type { Target } from '../../cluster/runtime/target.js';
import { labels } from '../../desired/names.js';
import { appsElsewhere } from '../../plan/hold.js';
import type { Observed } from '../../plan/observed.js';
import type { Connection } from '../../server/connection.js';
import type { Site } from '../site.js';
import { unwatch } from './watch.js';

/** What no digest is: neither what some apps need nor, being empty, what none does. */
const unknown = 'unknown';

/**
 * Takes away what backs an app up on these servers: its workers, one under way too, its job
 * with the keys, its timers. The sets in the vault stay. Where there was something, the
 * server's backups count as unknown, so that the next apply makes them what the inventory wants.
 */
export async function forgetBackups(
  site: Site,
  { id: app, engineName }: Pick<Target, 'id' | 'engineName'>,
  observed: Observed,
  connections: readonly Connection[],
  { emit }: Pick<Acting, 'emit'>,
): Promise<void> {
  const manager = await site.manager();
  const own = { site: site.inventory.site.name, app, engineName };
  const gone = new Set([app, ...appsElsewhere(site.inventory, observed)]);
  for (const connection of connections) {
    const { server } = connection;
    // A run that is stopped still leaves its record, metrics and a failed unit behind.
    const hadJob = await removeJob(connection, own);
    const hadTimers = await removeTimers(connection, engineName);
    if (!hadTimers && !hadJob) continue;
    await unwatch(site, connection, gone);
    emit({ type: 'note', app, message: `removed its backup workers and timers on ${server}` });
    const isLabelled = observed.nodes.find((node) => node.server === server)?.backups !== undefined;
    if (isLabelled) await labelNode(manager.docker, server, { [labels.backups]: unknown });
  }
}
