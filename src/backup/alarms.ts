/**
 * What is strange about a set beside the one before: it is complete and stays, but somebody
 * should look before the sets from better days are gone.
 */
import type { FileChanges } from './file-changes.js';
import type { Alarm, DatabasePart, Manifest } from './model.js';

/** What is compared of a set. */
export type Compared = Pick<Manifest, 'at' | 'database' | 'files'>;

export interface FileObservations {
  /** By volume. */
  changes: Record<string, FileChanges>;
  /** By volume: share of its changed and fresh files whose content looks random, 0 to 1. */
  randomness?: Record<string, number>;
}

/** Bytes that come and go in any app; differences below this are none. */
const noise = 1024 * 1024;
/** Rows that a table may lose at once without anybody being told. */
const fewRows = 20;
/** Files a volume must have had for their changes to mean something. */
const fewFiles = 20;
/** Share of a volume's files that nobody changes between two runs, and of random ones. */
const wholesale = 0.5;
/** Names listed in an alarm. */
const named = 5;

/**
 * @param previous the app's last set; nothing is strange about a first one
 * @param observed what became of the files, when their catalogues were compared
 * @returns alarms, always in the same order
 */
export function alarmsOf(
  previous: Compared | undefined,
  next: Compared,
  observed: FileObservations = { changes: {} },
): Alarm[] {
  if (previous === undefined) return [];
  return [
    ...clockAlarm(previous, next),
    ...missingParts(previous, next),
    ...databaseAlarms(previous.database, next.database),
    ...volumeAlarms(previous, next),
    ...Object.keys(observed.changes)
      .sort()
      .flatMap((volume) => fileAlarms(volume, observed)),
  ];
}

function clockAlarm(previous: Compared, next: Compared): Alarm[] {
  if (Date.parse(next.at) > Date.parse(previous.at)) return [];
  return [{ code: 'BAK149', args: { at: next.at, before: previous.at } }];
}

function missingParts(previous: Compared, next: Compared): Alarm[] {
  const database = previous.database !== undefined && next.database === undefined;
  const volumes = Object.keys(previous.files?.volumes ?? {})
    .filter((volume) => !hasOwn(next.files?.volumes, volume))
    .sort();
  return [...(database ? ['database'] : []), ...volumes].map((part) => ({
    code: 'BAK148',
    args: { part },
  }));
}

function databaseAlarms(previous?: DatabasePart, next?: DatabasePart): Alarm[] {
  if (previous === undefined || next === undefined) return [];
  const before = Object.entries(previous.tables);
  const gone = before.filter(([name]) => !hasOwn(next.tables, name)).map(([name]) => name);
  const emptied = before
    .filter(([name, { rows }]) => rows >= fewRows && ownOf(next.tables, name)?.rows === 0)
    .map(([name]) => name);
  return [
    ...sizeAlarm(['BAK140', 'BAK141'], previous.bytes, next.bytes),
    ...listAlarm('BAK144', gone),
    ...listAlarm('BAK145', emptied),
    ...objectAlarms(previous, next),
  ];
}

/** Of routines, triggers and the like one may be dropped; all of a kind are not. */
function objectAlarms(previous: DatabasePart, next: DatabasePart): Alarm[] {
  return Object.keys(previous.objects)
    .sort()
    .flatMap((kind) => {
      const before = ownOf(previous.objects, kind)?.count ?? 0;
      const count = ownOf(next.objects, kind)?.count ?? 0;
      return before > 0 && count === 0 ? [{ code: 'BAK150', args: { kind, before, count } }] : [];
    });
}

function volumeAlarms(previous: Compared, next: Compared): Alarm[] {
  return Object.entries(previous.files?.volumes ?? {})
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([volume, { bytes }]) => {
      const now = ownOf(next.files?.volumes, volume);
      return now === undefined ? [] : sizeAlarm(['BAK142', 'BAK143'], bytes, now.bytes, volume);
    });
}

/** Below half or above double, unless both are small. */
function sizeAlarm(
  [smaller, larger]: [string, string],
  before: number,
  bytes: number,
  volume?: string,
): Alarm[] {
  if (Math.abs(bytes - before) < noise) return [];
  const args = { before, bytes, ...(volume === undefined ? {} : { volume }) };
  if (bytes < before / 2) return [{ code: smaller, args }];
  return bytes > before * 2 ? [{ code: larger, args }] : [];
}

function listAlarm(code: string, names: string[]): Alarm[] {
  if (names.length === 0) return [];
  const shown = [...names].sort().slice(0, named);
  const rest = names.length > named ? ', …' : '';
  return [{ code, args: { count: names.length, names: `${shown.join(', ')}${rest}` } }];
}

/**
 * Ransomware writes files anew, in place or under another name; people and apps add files and
 * seldom touch what is there.
 */
function fileAlarms(volume: string, { changes, randomness }: FileObservations): Alarm[] {
  const found = ownOf(changes, volume);
  if (found === undefined || found.before < fewFiles) return [];
  const changed = found.changed + Math.min(found.gone, found.fresh);
  if (changed / found.before < wholesale) return [];
  const isRandom = (ownOf(randomness, volume) ?? 0) >= wholesale;
  const isRenamed = found.extended / found.before >= wholesale;
  const code = isRandom || isRenamed ? 'BAK147' : 'BAK146';
  return [{ code, args: { volume, changed, files: found.before } }];
}

/** Tables and volumes may be called like what every object has. */
function hasOwn(record: object | undefined, key: string): boolean {
  return record !== undefined && Object.hasOwn(record, key);
}

function ownOf<T>(record: Record<string, T> | undefined, key: string): T | undefined {
  return hasOwn(record, key) ? record?.[key] : undefined;
}
