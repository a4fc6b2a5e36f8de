import type { VerifyResult } from '../../backup/worker/keep.js';
import type { OpenedSet, SetList } from '../../backup/worker/sets.js';
import { type Acting, step } from '../../cluster/runtime/step.js';
import type { App } from '../../inventory/model.js';
import type { Site } from '../site.js';
import { askAppWorker } from './worker.js';

const silent = { say: () => undefined };

/** An app's sets as the vault has them. */
export function listSets(site: Site, app: App): Promise<SetList> {
  return askAppWorker<SetList>(site, app, ['list'], silent);
}

/**
 * A set with its manifest.
 * @param set name of the set; default: the newest
 * @throws Fault BAK023 when there is no such set
 */
export function showSet(site: Site, app: App, set?: string): Promise<OpenedSet> {
  const args = ['show', ...(set === undefined ? [] : ['--set', set])];
  return askAppWorker<OpenedSet>(site, app, args, silent);
}

/**
 * Checks an app's repository.
 * @param data percent of its data to read back
 * @throws Fault BAK017 when it is damaged
 */
export function verifySets(
  site: Site,
  app: App,
  data: number,
  acting: Acting,
): Promise<VerifyResult> {
  const target = { name: app.id, app: app.id, server: app.server };
  return step('backup.check', target, acting, (say) =>
    askAppWorker<VerifyResult>(site, app, ['verify', '--data', String(data)], {
      say,
      signal: acting.signal,
    }),
  );
}
