/** Which of an app's sets a person means. */
import { instantOf } from '../../../backup/calendar.js';
import type { Manifest, SetId } from '../../../backup/model.js';
import type { SetList, SetSummary } from '../../../backup/worker/sets.js';
import { exitCodes, Fault } from '../../../fault.js';
import type { App, Inventory } from '../../../inventory/model.js';
import { type Instant, reachInstant } from './instant.js';
import { type RestoreJournal, wishOf } from './journal.js';
import { refuseOtherDatabase } from './parts.js';
import type { SetReader } from './worker.js';

export interface WantedSet {
  set?: SetId;
  /** RFC 3339, or a local time: that second, else the newest set that is not younger. */
  at?: string;
  /** RFC 3339: what a run before has brought, or was to bring, the set's database to. */
  instant?: string;
}

export interface ChosenSet {
  manifest: Manifest;
  /** Values that the services were given. */
  secrets: Record<string, string>;
  /** What its database is brought to with the log after it. */
  instant?: Instant;
  /** Milliseconds it is older than the time asked for. */
  older?: number;
}

/**
 * Opens the set that is meant, the newest when nothing is said.
 * @param zone of local times, IANA
 * @throws Fault BAK023 when there is none, BAK113 when none is as old, BAK114 for a bad time; of
 *   `reachInstant`
 */
export async function chooseSet(
  reader: SetReader,
  { set, at, instant }: WantedSet,
  { app, zone }: { app: string; zone: string },
): Promise<ChosenSet> {
  if (at === undefined) {
    const chosen = set === undefined ? await newest(reader) : await open(reader, set);
    if (instant === undefined) return chosen;
    const look = await reader.look();
    return { ...chosen, instant: { at: instant, ...(look && { look }) } };
  }
  const time = timeOf(at, zone);
  const reached = await reachInstant(reader, time, { app, zone });
  const found = reached?.set ?? (await setAt(reader, time, { app, given: at }));
  const chosen = await open(reader, found);
  const older = time.getTime() - Date.parse(chosen.manifest.at);
  return { ...chosen, older, ...(reached === undefined ? {} : { instant: reached.instant }) };
}

/**
 * The set that an app is filled from; a run that goes on where one before was cut off has the same
 * when nothing else is said.
 * @throws Fault as `chooseSet`; BAK139 when the app has another kind of database
 */
export async function chooseFor(
  reader: SetReader,
  wanted: WantedSet,
  { site, source, target, journal }: Filling,
): Promise<ChosenSet> {
  const isSaid = wanted.set !== undefined || wanted.at !== undefined;
  const asked = isSaid || journal === undefined ? wanted : wishOf(journal);
  const chosen = await chooseSet(reader, asked, { app: source.id, zone: site.timezone });
  refuseOtherDatabase(chosen.manifest, target);
  return chosen;
}

interface Filling {
  site: Inventory['site'];
  /** Whose set it is. */
  source: App;
  target: App;
  /** Of the run before. */
  journal: RestoreJournal | undefined;
}

/** What was chosen, as a journal has it. */
export const wishFor = ({ manifest, instant }: ChosenSet): ReturnType<typeof wishOf> =>
  wishOf({ set: manifest.set, ...(instant && { instant: instant.at }) });

/**
 * The newest set but for safety sets, each of which is the state that somebody wanted to be rid
 * of; they are restored by their names.
 */
async function newest(reader: SetReader): Promise<ChosenSet> {
  const first = await open(reader);
  if (first.manifest.reason !== 'safety') return first;
  const { sets } = await reader.ask<SetList>(['list']);
  for (const { set } of sets.filter((each) => each.set < first.manifest.set)) {
    const next = await open(reader, set);
    if (next.manifest.reason !== 'safety') return next;
  }
  return first;
}

async function open(reader: SetReader, set?: SetId): Promise<ChosenSet> {
  const named = set === undefined ? [] : ['--set', set];
  const { manifest, secrets } = await reader.ask<ChosenSet>(['show', '--secrets', ...named]);
  return { manifest, secrets };
}

async function setAt(
  reader: SetReader,
  time: Date,
  { app, given }: { app: string; given: string },
): Promise<SetId> {
  const { sets } = await reader.ask<SetList>(['list']);
  const found = newestUntil(sets, time);
  if (found !== undefined) return found;
  throw new Fault('BAK113', { app, time: given, oldest: sets.at(-1)?.set ?? '-' });
}

/** The newest set that stands for `time` or an instant before it. */
export function newestUntil(sets: readonly SetSummary[], time: Date): SetId | undefined {
  const old = sets.filter(({ at }) => Date.parse(at) <= time.getTime());
  return old.sort((a, b) => (a.set < b.set ? 1 : -1))[0]?.set;
}

const pattern = /^(\d{4})-(\d\d)-(\d\d)[T ](\d\d):(\d\d)(?::(\d\d)(?:\.\d+)?)?(Z|[+-]\d\d:\d\d)?$/i;

/**
 * A point in time as people write it: RFC 3339, or without an offset, which is local time.
 * @throws Fault BAK114 (exit 64)
 */
export function timeOf(text: string, zone: string): Date {
  const found = pattern.exec(text.trim());
  const refused = new Fault('BAK114', { given: text }, { exit: exitCodes.usage });
  if (found === null) throw refused;
  const [, year, month, day, hour, minute, second = '00', offset] = found;
  const local = `${year}-${month}-${day}T${hour}:${minute}:${second}`;
  const shown = Date.parse(`${local}Z`);
  // 30 February is no day, though Date would take it for 2 March.
  if (Number.isNaN(shown) || new Date(shown).toISOString().slice(0, 19) !== local) throw refused;
  const instant =
    offset === undefined ? instantOf(shown, zone) : Date.parse(`${local}${offset.toUpperCase()}`);
  return new Date(instant);
}
