import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { MadeDump } from './dump-part.js';

export async function resticVersion(): Promise<string> {
  const { stdout } = await promisify(execFile)('restic', ['version', '--json']);
  return (JSON.parse(stdout) as { version: string }).version;
}

/** Versions of all that had a part in a set. */
export function toolVersions(
  induk: string,
  restic: string,
  dump: MadeDump | undefined,
): Record<string, string> {
  const tool = dump?.part.kind === 'mariadb' ? 'mariadb-dump' : 'pg_dump';
  return {
    induk,
    restic,
    ...(dump === undefined ? {} : { [tool]: dump.tool, [dump.part.kind]: dump.part.version }),
  };
}
