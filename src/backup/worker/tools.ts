import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { MadeDump } from './dump-part.js';

/** Versions of all that had a part in a set. */
export async function toolVersions(
  induk: string,
  dump: MadeDump | undefined,
): Promise<Record<string, string>> {
  const { stdout } = await promisify(execFile)('restic', ['version', '--json']);
  const { version } = JSON.parse(stdout) as { version: string };
  const tool = dump?.part.kind === 'mariadb' ? 'mariadb-dump' : 'pg_dump';
  return {
    induk,
    restic: version,
    ...(dump === undefined ? {} : { [tool]: dump.tool, [dump.part.kind]: dump.part.version }),
  };
}
