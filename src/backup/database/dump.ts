import { programFault, startInside } from './container.js';
import type { DumpReport } from './digest.js';
import { digestStream } from './digest-stream.js';
import { planMariadbDump } from './mariadb.js';
import type { DumpPlan, RunningDatabase } from './model.js';
import { planPostgresDump } from './postgres.js';
import type { Pass } from './through.js';

export function planDump(database: RunningDatabase): Promise<DumpPlan> {
  return database.kind === 'mariadb' ? planMariadbDump(database) : planPostgresDump(database);
}

/**
 * Dumps a database, taking its digests on the way; succeeds only when the program did and
 * the dump is whole.
 *
 * @param pass takes the dump's bytes; what it returns is waited for
 * @param signal ends the program
 * @throws Fault BAK031 to BAK033
 */
export async function dumpDatabase(
  database: RunningDatabase,
  argv: readonly string[],
  pass?: Pass,
  signal?: AbortSignal,
): Promise<DumpReport> {
  signal?.throwIfAborted();
  const running = startInside(database.container, argv);
  signal?.addEventListener('abort', running.stop, { once: true });
  try {
    const report = await digestStream(database.kind, running.stdout, pass).catch(
      async (error: unknown) => {
        // Why the program failed says more than that its output is short.
        running.stop();
        const ended = await running.ended;
        if (ended.messages.trim() === '') throw error;
        throw programFault('BAK033', database.container, argv, ended);
      },
    );
    const ended = await running.ended;
    if (ended.code !== 0) throw programFault('BAK033', database.container, argv, ended);
    return report;
  } finally {
    signal?.removeEventListener('abort', running.stop);
    running.stop();
  }
}

/** Digests of a running database as its dump would have them, to compare with a manifest's. */
export async function digestsOf(database: RunningDatabase): Promise<DumpReport> {
  const { argv } = await planDump(database);
  return dumpDatabase(database, argv);
}

export type { DumpReport };
