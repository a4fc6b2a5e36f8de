/** How far a restore has come, kept in the Swarm so that any machine can go on with it. */
import type Docker from 'dockerode';
import type { SetId } from '../../../backup/model.js';
import { get } from '../../../cluster/observe.js';
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

interface EngineConfig {
  ID: string;
  Version: { Index: number };
  Spec: { Name: string; Labels?: Record<string, string> };
}

/** What an unfinished restore into an app has left; undefined when there is none. */
export async function readJournal(
  docker: Docker,
  engineName: string,
): Promise<RestoreJournal | undefined> {
  const text = (await configOf(docker, engineName))?.Spec.Labels?.[label];
  return text === undefined ? undefined : (JSON.parse(text) as RestoreJournal);
}

/** Writes a journal, over the one that is there. */
export async function writeJournal(
  docker: Docker,
  { site, app, engineName }: { site: string; app: AppId; engineName: string },
  journal: RestoreJournal,
): Promise<void> {
  const spec = {
    Name: journalName(engineName),
    Labels: {
      [labels.site]: site,
      [labels.app]: app,
      [labels.role]: 'restore',
      [label]: JSON.stringify(journal),
    },
    // The engine refuses an empty one, and only labels can change.
    Data: Buffer.from('induk').toString('base64'),
  };
  const present = await configOf(docker, engineName);
  if (present === undefined) {
    await docker.createConfig(spec as unknown as Parameters<Docker['createConfig']>[0]);
    return;
  }
  const version = present.Version.Index;
  await docker.getConfig(present.ID).update({ ...spec, version });
}

export async function removeJournal(docker: Docker, engineName: string): Promise<void> {
  const present = await configOf(docker, engineName);
  if (present !== undefined) await docker.getConfig(present.ID).remove();
}

async function configOf(docker: Docker, engineName: string): Promise<EngineConfig | undefined> {
  const name = journalName(engineName);
  const filters = encodeURIComponent(JSON.stringify({ name: [name] }));
  const configs = await get<EngineConfig[]>(docker, `/configs?filters=${filters}`);
  return configs.find(({ Spec }) => Spec.Name === name);
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
