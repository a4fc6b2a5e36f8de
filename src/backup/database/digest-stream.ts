import type { DumpDigester, DumpReport } from './digest.js';
import { passing } from './garbage.js';
import { MariadbDigester } from './mariadb-digester.js';
import { PostgresDigester } from './postgres-digester.js';

export type DatabaseKind = 'mariadb' | 'postgres';

export function digesterOf(kind: DatabaseKind): DumpDigester {
  return kind === 'mariadb' ? new MariadbDigester() : new PostgresDigester();
}

/**
 * Reads a dump to its end and passes it on.
 * @param pass takes each chunk; what it returns is waited for, so that memory stays small
 */
export async function digestStream(
  kind: DatabaseKind,
  dump: AsyncIterable<Buffer>,
  pass?: (chunk: Buffer) => Promise<void> | undefined,
): Promise<DumpReport> {
  const digester = digesterOf(kind);
  const letGo = passing();
  for await (const chunk of dump) {
    const passed = pass?.(chunk);
    digester.write(chunk);
    if (passed !== undefined) await passed;
    letGo(chunk.length);
  }
  return digester.finish();
}
