import { readFile } from 'node:fs/promises';
import { Fault } from '../../fault.js';
import { digestVersion } from '../database/digest.js';
import { planDump } from '../database/dump.js';
import type { DumpPlan } from '../database/model.js';
import { dumpFile } from '../manifest.js';
import type { BackupJob, DatabasePart, SetId } from '../model.js';
import { PrivateFolder } from '../repository/private-folder.js';
import type { Repository } from '../repository/repository.js';
import { partTags } from '../repository/snapshots.js';
import type { WorkerContext } from './context.js';
import type { DumpOutcome, DumpRequest } from './dump.js';
import { containerOf } from './engine.js';
import { withRoom } from './room.js';

type Made = Exclude<DumpOutcome, { fault: object }>;

export interface MadeDump {
  part: DatabasePart;
  accounts: string;
  tool: string;
  /** Views that are not in the dump, as they do not work. */
  broken: string[];
  /** What the database holds more of than the dump. */
  lacking: { kind: string; expected: number; count: number }[];
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
    const label = { host: job.engineName, tags: partTags(set, 'database') };
    const saved = await withRoom(context.places.job, database.container, () =>
      repository.saveOutput([...context.dump, request], dumpFile[kind], label),
    ).catch(async (error: unknown) => {
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
    const lacking = lackingIn(part, plan);
    return { part, accounts: `${accounts}${after}`, tool, broken, lacking, added: saved.added };
  } finally {
    folder.remove();
  }
}

/** A dump without its routines is as whole to the program that reads it as one with them. */
function lackingIn({ objects }: DatabasePart, { holds }: DumpPlan): MadeDump['lacking'] {
  return Object.entries(holds).flatMap(([kind, expected]) => {
    const count = objects[kind]?.count ?? 0;
    return count < expected ? [{ kind, expected, count }] : [];
  });
}

async function faultIn(report: string): Promise<Fault | undefined> {
  const text = await readFile(report, 'utf8').catch(() => undefined);
  const outcome = text === undefined ? undefined : (JSON.parse(text) as DumpOutcome);
  if (outcome === undefined || !('fault' in outcome)) return undefined;
  const { code, args, logTail } = outcome.fault;
  return new Fault(code, args, { logTail });
}
