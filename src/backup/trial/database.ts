import { Fault } from '../../fault.js';
import type { Repository } from '../repository/repository.js';
import type { WorkerContext } from '../worker/context.js';
import { type FetchedDatabase, fetchDatabase } from '../worker/fetch.js';
import type { OpenedSet } from '../worker/sets.js';
import type { KeptService } from './kept-service.js';
import type { Trial } from './trial.js';

/**
 * Starts a set's database in a trial, fills it and compares it with what was saved.
 * @throws Fault BAK103 when it does not come back as it was; of the trial and of `fetchDatabase`
 */
export async function bringDatabaseBack(
  repository: Repository,
  trial: Trial,
  opened: OpenedSet,
  service: KeptService,
  secrets: Record<string, string>,
  context: WorkerContext,
): Promise<FetchedDatabase & { container: string }> {
  const container = await trial.start(withoutLog(service), secrets);
  const fetched = await fetchDatabase(repository, opened, { container }, context);
  const [first] = fetched.differences;
  if (first === undefined) return { ...fetched, container };
  const { set } = opened.manifest;
  throw new Fault('BAK103', { set, count: fetched.differences.length, first: first.what });
}

/** What a trial's own changes are kept for is nothing: a log of them only doubles the writing. */
export function withoutLog(service: KeptService): KeptService {
  return { ...service, env: service.env.filter((entry) => entry !== 'DB_LOG=on') };
}
