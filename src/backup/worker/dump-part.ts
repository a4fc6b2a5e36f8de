import { type DumpReport, digestVersion } from '../database/digest.js';
import { dumpDatabase, planDump } from '../database/dump.js';
import type { DumpPlan } from '../database/model.js';
import { dumpFile } from '../manifest.js';
import type { BackupJob, DatabasePart, SetId } from '../model.js';
import type { Repository } from '../repository/repository.js';
import type { Produce } from '../repository/save-stream.js';
import { partTags } from '../repository/snapshots.js';
import type { WorkerContext } from './context.js';
import { containerOf } from './engine.js';
import { withRoom } from './room.js';

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
 * Dumps the app's database into a snapshot, and takes the digests on the way. A dump that fails,
 * or ends early, leaves no snapshot.
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
  // The program says something only once it sees the database as it will dump it.
  let seenBy = '';
  const produce: Produce<DumpReport> = (pass, signal) => {
    const passAndNote = (chunk: Buffer) => {
      seenBy ||= context.now().toISOString();
      return pass(chunk);
    };
    return dumpDatabase(database, plan.argv, passAndNote, signal);
  };
  const label = { host: job.engineName, tags: partTags(set, 'database') };
  const { answer, saved } = await withRoom(context.places.job, database.container, () =>
    repository.saveStream(produce, dumpFile[kind], label),
  ).catch((error: unknown) => {
    context.signal.throwIfAborted();
    throw error;
  });
  const { after = '', position, ...told } = answer;
  const { version, locking, tool, accounts, broken } = plan;
  const part: DatabasePart = {
    ...{ kind, version, name, user, locking },
    snapshot: saved.snapshot,
    digests: digestVersion,
    ...told,
    ...(position === undefined || plan.stream === undefined
      ? {}
      : { log: { stream: plan.stream, ...position, at: seenBy } }),
  };
  const lacking = lackingIn(part, plan);
  return { part, accounts: `${accounts}${after}`, tool, broken, lacking, added: saved.added };
}

/** A dump without its routines is as whole to the program that reads it as one with them. */
function lackingIn({ objects }: DatabasePart, { holds }: DumpPlan): MadeDump['lacking'] {
  return Object.entries(holds).flatMap(([kind, expected]) => {
    const count = objects[kind]?.count ?? 0;
    return count < expected ? [{ kind, expected, count }] : [];
  });
}
