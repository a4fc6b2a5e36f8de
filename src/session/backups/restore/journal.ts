/** How far a restore has come, kept in the Swarm so that any machine can go on with it. */
import type Docker from 'dockerode';
import type { SetId } from '../../../backup/model.js';
import {
  readConfigLabels,
  removeConfig,
  writeConfigLabels,
} from '../../../cluster/config-object.js';
import { labels } from '../../../desired/names.js';
import type { AppId } from '../../../inventory/model.js';

export interface RestoreJournal {
  kind: 'new' | 'in place';
  /** Whose set it is. */
  source: AppId;
  set: SetId;
  /** RFC 3339: what the set's database is brought to after. */
  instant?: string;
  server: string;
  phase: Phase;
  /** Set made of the app before it was replaced. */
  safety?: SetId;
  /** Service → containers it had before it was stopped. */
  replicas?: Record<string, number>;
}

/** In this order; each is written once it is reached. */
const phases = ['begun', 'saved', 'stopped', 'filled'] as const;
export type Phase = (typeof phases)[number];

/** Whether `phase` or a later one was reached. */
export function hasReached({ phase }: Pick<RestoreJournal, 'phase'>, wanted: Phase): boolean {
  return phases.indexOf(phase) >= phases.indexOf(wanted);
}

const label = 'induk.restore';
const journalName = (engineName: string): string => `induk-restore-${engineName}`;

/** What an unfinished restore into an app has left; undefined when there is none. */
export async function readJournal(
  docker: Docker,
  engineName: string,
): Promise<RestoreJournal | undefined> {
  const text = (await readConfigLabels(docker, journalName(engineName)))?.[label];
  return text === undefined ? undefined : (JSON.parse(text) as RestoreJournal);
}

/** Writes a journal, over the one that is there. */
export async function writeJournal(
  docker: Docker,
  { site, app, engineName }: { site: string; app: AppId; engineName: string },
  journal: RestoreJournal,
): Promise<void> {
  await writeConfigLabels(docker, journalName(engineName), {
    [labels.site]: site,
    [labels.app]: app,
    [labels.role]: 'restore',
    [label]: JSON.stringify(journal),
  });
}

export function removeJournal(docker: Docker, engineName: string): Promise<void> {
  return removeConfig(docker, journalName(engineName));
}

/** What of a set a run was to bring, as a journal says it or is to say it. */
export function wishOf({ set, instant }: Pick<RestoreJournal, 'set' | 'instant'>) {
  return { set, ...(instant === undefined ? {} : { instant }) };
}

/** Whether a journal is of this set, and of this instant after it. */
export function isOfWish(
  journal: RestoreJournal,
  { set, instant }: Pick<RestoreJournal, 'set' | 'instant'>,
): boolean {
  return journal.set === set && journal.instant === instant;
}
