/** One connection per server, opened when first needed and shared by all who need it. */
import { Fault } from '../fault.js';
import type { Server } from '../inventory/model.js';
import { type ConnectContext, connect, type Jump } from './connect.js';
import type { Connection } from './connection.js';

export type Opened =
  | { server: string; connection: Connection; error?: undefined }
  | { server: string; connection?: undefined; error: unknown };

export interface Connections {
  /**
   * The server's connection; opened now when there is none or the last one was lost.
   * @throws Fault SRV050 for a name that is not in the inventory, and what `connect` throws.
   */
  get(server: string): Promise<Connection>;
  /**
   * Opens many at once, by default the members of the Swarm; a server that cannot be reached
   * does not hinder the others.
   */
  openAll(servers?: readonly string[]): Promise<Opened[]>;
  /** How many connections were opened so far, jump hosts included. */
  readonly count: number;
  /** Ends them all. */
  close(): Promise<void>;
}

/** Makes an empty pool over the servers of `context`. */
export function connections(context: Omit<ConnectContext, 'jump'>): Connections {
  const open = new Map<string, Promise<Connection>>();
  let count = 0;

  const start = async (server: Server): Promise<Connection> => {
    const jump = async (host: Server): Promise<Jump> => ({
      connection: await get(host.name),
      release: async () => {},
    });
    const connection = await connect(server, { ...context, jump });
    count += 1;
    void connection.ended.then(() => open.delete(server.name));
    return connection;
  };

  const get = (name: string): Promise<Connection> => {
    const present = open.get(name);
    if (present !== undefined) {
      return present;
    }
    const server = context.servers.find((one) => one.name === name);
    if (server === undefined) {
      return Promise.reject(new Fault('SRV050', { server: name, via: name }));
    }
    const opening = start(server);
    open.set(name, opening);
    opening.catch(() => open.delete(name));
    return opening;
  };

  const attempt = (server: string): Promise<Opened> =>
    get(server).then(
      (connection) => ({ server, connection }),
      (error: unknown) => ({ server, error }),
    );

  return {
    get,
    openAll: (servers = membersOf(context.servers)) => Promise.all(servers.map(attempt)),
    get count() {
      return count;
    },
    close: async () => {
      const all = await Promise.allSettled([...open.values()]);
      const living = all.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
      // What runs through a jump host says goodbye before it.
      const depth = (name: string): number => {
        const via = context.servers.find((server) => server.name === name)?.via;
        return via === undefined ? 0 : 1 + depth(via);
      };
      const levels = new Set(living.map(({ server }) => depth(server)));
      for (const level of [...levels].sort((a, b) => b - a)) {
        const same = living.filter(({ server }) => depth(server) === level);
        await Promise.all(same.map((connection) => connection.close()));
      }
    },
  };
}

/** Vaults are reached by those who name one: no app depends on them. */
function membersOf(servers: readonly Server[]): string[] {
  return servers.flatMap(({ name, role }) => (role === 'vault' ? [] : [name]));
}
