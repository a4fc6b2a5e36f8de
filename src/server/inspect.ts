/** Facts and faults of servers, read side by side; nothing is changed. */
import { Fault } from '../fault.js';
import type { Diagnostic } from '../inventory/diagnostic.js';
import type { Server } from '../inventory/model.js';
import { type CertificateFact, certificateFaults, readCertificates } from './certificates.js';
import { faults } from './check.js';
import type { ConnectContext } from './connect.js';
import type { Connection } from './connection.js';
import { type Facts, readFacts } from './facts.js';
import { connections } from './pool.js';

export interface Inspected {
  server: string;
  /** Absent when the server could not be reached or asked. */
  facts?: Facts;
  certificates?: CertificateFact[];
  faults: Diagnostic[];
}

export interface InspectOptions extends Omit<ConnectContext, 'jump'> {
  /** Ports the proxy publishes. */
  ports: readonly number[];
  /** Domains whose certificates are looked at; none when the site has no proxy yet. */
  certificates?: {
    port: number;
    /** Days under which an end is reported. */
    warnBelow: number;
    domainsOn: (server: string) => readonly string[];
  };
}

/** One connection and one command per server; an unreachable one is a fault, not an error. */
export async function inspectServers(
  selected: readonly Server[],
  options: InspectOptions,
): Promise<Inspected[]> {
  const pool = connections(options);
  try {
    return await Promise.all(
      selected.map(async (server) => {
        const { name } = server;
        try {
          const connection = await pool.get(name);
          const facts = await read(connection, server, options.signal);
          const isLocal = server.address === 'local';
          const found = faults(facts, { ports: options.ports, isLocal });
          const shown = await certificatesOf(connection, facts, options);
          return { server: name, facts, ...shown, faults: [...found, ...shown.faults] };
        } catch (error) {
          if (!(error instanceof Fault)) {
            throw error;
          }
          const { code, args } = error;
          return { server: name, faults: [{ code, severity: 'error' as const, args }] };
        }
      }),
    );
  } finally {
    await pool.close();
  }
}

/** Nothing is asked where nothing listens: a server that is set up but has no app yet. */
async function certificatesOf(
  connection: Connection,
  facts: Facts,
  { certificates }: InspectOptions,
): Promise<{ certificates?: CertificateFact[]; faults: Diagnostic[] }> {
  const { server } = connection;
  const listens = facts.listening.some(({ port }) => port === certificates?.port);
  if (certificates === undefined || !listens) return { faults: [] };
  const { port, warnBelow, domainsOn } = certificates;
  const found = await readCertificates(connection, port, domainsOn(server));
  return { certificates: found, faults: certificateFaults(server, found, warnBelow) };
}

/** As root when that is possible without a password; some facts are missing otherwise. */
async function read(connection: Connection, server: Server, signal?: AbortSignal): Promise<Facts> {
  try {
    return await readFacts(connection, { server, signal });
  } catch (error) {
    if (error instanceof Fault && error.code === 'SRV060') {
      return readFacts(connection, { server, sudo: false, signal });
    }
    throw error;
  }
}
