import type { Connection } from '../server/connection.js';
import { statusFolder } from './containers/folders.js';
import type { RunRecord } from './model.js';

/**
 * What the last runs and drills on a server left there, one connection and one command for all.
 * A file that is no record (of a later version, or damaged) is passed over.
 */
export async function readRecords(connection: Connection): Promise<RunRecord[]> {
  const script = 'cd "$1" 2>/dev/null || exit 0; for f in *.json; do cat "$f"; printf "\\0"; done';
  const { stdout } = await connection.exec(['sh', '-c', script, 'sh', statusFolder]);
  return stdout.split('\0').flatMap((text) => {
    const record = parseRecord(text);
    return record === undefined ? [] : [record];
  });
}

/** @returns undefined for what is no record */
export function parseRecord(text: string): RunRecord | undefined {
  try {
    const value = JSON.parse(text) as Partial<RunRecord>;
    return value.formatVersion === 1 && value.app !== undefined ? (value as RunRecord) : undefined;
  } catch {
    return undefined;
  }
}
