import { readFile } from 'node:fs/promises';
import { Fault } from '../../fault.js';
import { type DumpReport, digestVersion } from '../database/digest.js';
import { dumpDatabase, planDump } from '../database/dump.js';
import type { RunningDatabase } from '../database/model.js';
import { dumpFile } from '../manifest.js';
import type { BackupJob, DatabasePart, SetId } from '../model.js';
import { PrivateFolder } from '../repository/private-folder.js';
import type { Repository } from '../repository/repository.js';
import { partTags } from '../repository/snapshots.js';
import { replaceFile } from './atomic.js';
import type { WorkerContext } from './context.js';
import { containerOf } from './engine.js';

/** What the process that dumps is told, and what it tells, each in a file in memory. */
interface DumpRequest {
  database: RunningDatabase;
  argv: string[];
  report: string;
}

type DumpOutcome =
  | { report: DumpReport; seenBy: string }
  | { fault: { code: string; args: Record<string, string | number>; logTail: string[] } };

type Made = Extract<DumpOutcome, { report: DumpReport }>;

export interface MadeDump {
  part: DatabasePart;
  accounts: string;
  tool: string;
  /** Views that are not in the dump, as they do not work. */
  broken: string[];
  /** Bytes added to the repository. */
  added: number;
}

/**
 * Dumps the app's database into a snapshot. restic itself runs the process that dumps and
 * takes the digests, so that a dump that fails, or ends early, leaves no snapshot.
 */
export async function saveDatabase(
  job: BackupJob & { database: NonNullable<BackupJob['database']> },
  set: SetId,
  repository: Repository,
  context: WorkerContext,
): Promise<MadeDump> {
  const { kind, name, user, service } = job.database;
  const database = { kind, name, user, container: await containerOf(service) };
  const plan = await planDump(database);
  const folder = new PrivateFolder();
  try {
    const report = `${folder.path}/report.json`;
    const asked: DumpRequest = { database, argv: plan.argv, report };
    const request = folder.write('request.json', JSON.stringify(asked));
    const saved = await repository
      .saveOutput([...context.self, 'dump', request], dumpFile[kind], {
        host: job.engineName,
        tags: partTags(set, 'database'),
      })
      .catch(async (error: unknown) => {
        context.signal.throwIfAborted();
        throw (await faultIn(report)) ?? error;
      });
    const outcome = JSON.parse(await readFile(report, 'utf8')) as Made;
    const { after = '', position, ...told } = outcome.report;
    const { version, locking, tool, accounts, broken } = plan;
    const part: DatabasePart = {
      ...{ kind, version, name, user, locking },
      snapshot: saved.snapshot,
      digests: digestVersion,
      ...told,
      ...(position === undefined || plan.stream === undefined
        ? {}
        : { log: { stream: plan.stream, ...position, at: outcome.seenBy } }),
    };
    return { part, accounts: `${accounts}${after}`, tool, broken, added: saved.added };
  } finally {
    folder.remove();
  }
}

async function faultIn(report: string): Promise<Fault | undefined> {
  const text = await readFile(report, 'utf8').catch(() => undefined);
  const outcome = text === undefined ? undefined : (JSON.parse(text) as DumpOutcome);
  if (outcome === undefined || !('fault' in outcome)) return undefined;
  const { code, args, logTail } = outcome.fault;
  return new Fault(code, args, { logTail });
}

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
