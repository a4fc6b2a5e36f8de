import { readFile } from 'node:fs/promises';
import { Fault } from '../../fault.js';
import type { DumpReport } from '../database/digest.js';
import { dumpDatabase } from '../database/dump.js';
import type { RunningDatabase } from '../database/model.js';
import { replaceFile } from './atomic.js';

/** What the process that dumps is told, and what it tells, each in a file in memory. */
export interface DumpRequest {
  database: RunningDatabase;
  argv: string[];
  report: string;
}

export type DumpOutcome =
  | { report: DumpReport; seenBy: string }
  | { fault: { code: string; args: Record<string, string | number>; logTail: string[] } };

/**
 * The process that restic runs: writes the dump to standard output and its report to a file.
 * @returns whether the dump is whole
 */
export async function runDump(requestFile: string): Promise<boolean> {
  const request = JSON.parse(await readFile(requestFile, 'utf8')) as DumpRequest;
  try {
    // The program says something only once it sees the database as it will dump it.
    let seenBy: string | undefined;
    const pass = (chunk: Buffer): Promise<void> | undefined => {
      seenBy ??= new Date().toISOString();
      return writeOut(chunk);
    };
    const report = await dumpDatabase(request.database, request.argv, pass);
    const outcome: DumpOutcome = { report, seenBy: seenBy ?? new Date().toISOString() };
    await replaceFile(request.report, JSON.stringify(outcome), 0o600);
    return true;
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    const { code, args, logTail } = error;
    const outcome: DumpOutcome = { fault: { code, args, logTail } };
    await replaceFile(request.report, JSON.stringify(outcome), 0o600);
    return false;
  }
}

function writeOut(chunk: Buffer): Promise<void> | undefined {
  if (process.stdout.write(chunk)) return undefined;
  return new Promise((resolve) => process.stdout.once('drain', resolve));
}
