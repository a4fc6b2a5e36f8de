import { findTimers, placeTimers } from '../../backup/containers/timers.js';
import { judgeTimers, type TimerStatus } from '../../backup/timers.js';
import { Fault } from '../../fault.js';
import type { AppId } from '../../inventory/model.js';
import { auditedOn } from '../audited.js';
import type { Site } from '../site.js';
import { readElsewhere } from './elsewhere.js';
import { readFollowers, repairFollowers } from './followers.js';
import { wantedTimers } from './schedule.js';

export interface TimersView {
  /** RFC 3339, UTC. */
  time: string;
  timers: TimerStatus[];
  /** Servers that back apps up and have no systemd. */
  manual: string[];
  /** Servers whose timers could not be read. */
  unread: { server: string; fault: Fault }[];
}

/**
 * The timers on the servers as they are, beside those that the inventory wants; one command on
 * each server.
 * @param selected apps asked for; all, and what is left of others, when absent
 */
export async function readTimersOf(site: Site, selected?: readonly AppId[]): Promise<TimersView> {
  const { inventory } = site;
  const elsewhere = await readElsewhere(site);
  const view: TimersView = { time: new Date().toISOString(), timers: [], manual: [], unread: [] };
  const wanted = new Map(
    inventory.servers.map(({ name }) => [name, wantedTimers(site, name, elsewhere)]),
  );
  const asked = [...wanted].filter(
    ([, own]) =>
      selected === undefined || own.some(({ app }) => app !== undefined && selected.includes(app)),
  );
  const opened = await site.connections.openAll(asked.map(([name]) => name));
  const found = await Promise.all(
    opened.map(async ({ server, connection, error }) => {
      try {
        if (connection === undefined) throw error;
        const timers = await findTimers(connection);
        const own = wanted.get(server) ?? [];
        if (timers === undefined && own.length > 0) view.manual.push(server);
        return [
          ...judgeTimers(server, own, timers),
          ...(await readFollowers(site, connection, elsewhere)),
        ];
      } catch (thrown) {
        if (!(thrown instanceof Fault)) throw thrown;
        view.unread.push({ server, fault: thrown });
        return [];
      }
    }),
  );
  const isAsked = ({ app }: TimerStatus): boolean =>
    selected === undefined || (app !== undefined && selected.includes(app));
  view.timers = found.flat().filter(isAsked);
  return view;
}

/**
 * Writes all timers of these servers anew and starts them, and followers that are stopped, which
 * apply does only when what the inventory wants has changed. A run under way goes on.
 */
export async function repairTimers(site: Site, servers: readonly string[]): Promise<void> {
  await auditedOn(site, 'backups schedule', { servers }, async () => {
    const elsewhere = await readElsewhere(site);
    for (const server of servers) {
      const timers = wantedTimers(site, server, elsewhere);
      const connection = await site.connections.get(server);
      await placeTimers(
        connection,
        timers.flatMap(({ units }) => units),
      );
      await repairFollowers(site, connection, elsewhere);
    }
  });
}
