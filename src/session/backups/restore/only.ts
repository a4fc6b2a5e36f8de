/** A part of a set to a file on the operator's machine. */
import type { Writable } from 'node:stream';
import type { Manifest } from '../../../backup/model.js';
import { type Acting, step } from '../../../cluster/runtime/step.js';
import { Fault } from '../../../fault.js';
import type { App } from '../../../inventory/model.js';
import { auditedOn } from '../../audited.js';
import type { Site } from '../../site.js';
import { writeLocalFile } from '../local-file.js';
import { type Instant, instantArguments } from './instant.js';
import { type ChosenSet, chooseSet, type WantedSet } from './set.js';
import { anyWorker, type SetReader, setReader } from './worker.js';

export interface OpenedSet extends ChosenSet {
  reader: SetReader;
}

export interface WrittenPart {
  app: string;
  set: string;
  /** RFC 3339, UTC. */
  at: string;
  part: string;
  file: string;
  bytes: number;
}

/** Opens a set for reading, by a worker on the app's own server. */
export async function openAppSet(
  site: Site,
  app: App,
  wanted: WantedSet,
  acting: Acting,
): Promise<OpenedSet> {
  const image = await anyWorker(site, app, acting);
  const reader = await setReader(site, app, { server: app.server, image }, acting.signal);
  const zone = site.inventory.site.timezone;
  return { reader, ...(await chooseSet(reader, wanted, { app: app.id, zone })) };
}

/**
 * Writes one part of a set into a file: its dump, one table as SQL, all files as tar, or one path
 * of a volume.
 * @param only `database`, `table:<name>`, `files`, or `<volume>/<path>`; of a folder a tar is written
 * @throws Fault BAK026 when the set has no such part, BAK119 when the file is there
 */
export async function restoreOnly(
  site: Site,
  app: App,
  { reader, manifest, instant }: OpenedSet,
  { only, output, force }: { only: string; output: string; force: boolean },
  acting: Acting,
): Promise<WrittenPart> {
  const reached = /^(database$|table:)/.test(only) ? instant : undefined;
  const args = [...streamArgs(manifest, only, reached), ...instantArguments(reached)];
  const { set } = manifest;
  const at = reached?.at ?? manifest.at;
  // Whoever takes data out is noted: it may be personal.
  return auditedOn(site, 'backups restore', { app: app.id, set, only }, () =>
    step('backup.restore', { name: `${app.id} ${only}`, app: app.id }, acting, async () => {
      const fill = (to: Writable): Promise<number> =>
        reader.stream(args, to).catch((error: unknown) => {
          const isMissing = error instanceof Fault && /not found in snapshot/.test(`${error}`);
          throw isMissing ? new Fault('BAK026', { set, part: only }) : error;
        });
      const bytes = await writeLocalFile(output, force, async (to) => {
        const written = await fill(to);
        if (only === 'database' && reached === undefined) expectBytes(manifest, written);
        return written;
      });
      return { app: app.id, set, at, part: only, file: output, bytes };
    }),
  );
}

/**
 * What a worker is asked for to write a part of a set, its database at an instant after it if one
 * is given.
 * @throws Fault BAK026 when the set has no such part
 */
export function streamArgs(manifest: Manifest, only: string, instant?: Instant): string[] {
  const { set, database, files } = manifest;
  if (only.startsWith('table:')) {
    const name = only.slice('table:'.length);
    const table = tableIn(database, name) ?? (instant && laterTable(database, name));
    if (table === undefined) throw new Fault('BAK026', { set, part: only });
    return ['stream', '--set', set, '--part', 'database', '--table', table];
  }
  const part = only === 'database' ? 'database' : 'files';
  const args = ['stream', '--set', set, '--part', part];
  if (only === 'database') {
    if (database === undefined) throw new Fault('BAK026', { set, part: only });
    return args;
  }
  const path = only.replace(/\/+$/, '');
  const [volume = ''] = path.split('/');
  const isThere = only === 'files' || Object.hasOwn(files?.volumes ?? {}, volume);
  if (files === undefined || !isThere) throw new Fault('BAK026', { set, part: only });
  return only === 'files' ? args : [...args, '--path', path];
}

/** A table as the manifest calls it; PostgreSQL's are in `public` unless they say another schema. */
function tableIn(database: Manifest['database'], name: string): string | undefined {
  const names = database?.kind === 'postgres' ? [name, `public.${name}`] : [name];
  return names.find((each) => Object.hasOwn(database?.tables ?? {}, each));
}

/** One that may have been made after the set: the worker looks whether it was, at that instant. */
function laterTable(database: Manifest['database'], name: string): string | undefined {
  if (database === undefined || name === '') return undefined;
  return database.kind === 'postgres' && !name.includes('.') ? `public.${name}` : name;
}

/** @throws Fault BAK122 when less came than was saved */
export function expectBytes({ set, database }: Manifest, written: number): void {
  const bytes = database?.bytes ?? 0;
  if (bytes !== written) throw new Fault('BAK122', { set, bytes, written });
}
