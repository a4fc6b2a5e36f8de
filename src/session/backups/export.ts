/** A whole set in one tar that needs nothing of induk to be read. */
import { basename } from 'node:path';
import { PassThrough, type Readable, type Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { extract, type Pack, pack } from 'tar-stream';
import { dumpFile, manifestFiles } from '../../backup/manifest.js';
import { type Acting, step } from '../../cluster/runtime/step.js';
import type { App } from '../../inventory/model.js';
import { auditedOn } from '../audited.js';
import type { Site } from '../site.js';
import { writeLocalFile } from './local-file.js';
import { expectBytes, type OpenedSet } from './restore/only.js';
import type { SetReader } from './restore/worker.js';

export interface ExportedSet {
  app: string;
  set: string;
  /** RFC 3339, UTC. */
  at: string;
  file: string;
  bytes: number;
  /** Whether the values of secrets are in it. */
  secrets: boolean;
}

export interface ExportWish {
  file: string;
  force: boolean;
  secrets: boolean;
}

/**
 * Writes a set into one file: `manifest.json`, `accounts.sql`, `files.ndjson`, the dump, and
 * every file below `volumes/`, owners and modes as they were; `secrets.env` when asked for.
 * Streamed: neither this machine nor the server keeps a copy under way.
 */
export async function exportSet(
  site: Site,
  app: App,
  opened: OpenedSet,
  { file, force, secrets }: ExportWish,
  acting: Acting,
): Promise<ExportedSet> {
  const { set, at } = opened.manifest;
  return auditedOn(site, 'backups export', { app: app.id, set, secrets }, () =>
    step('backup.restore', { name: `${app.id} ${set}`, app: app.id }, acting, async (say) => {
      const bytes = await writeLocalFile(file, force, (to) =>
        writeSet(opened, { to, secrets, say }),
      );
      return { app: app.id, set, at, file, bytes, secrets };
    }),
  );
}

interface Writing {
  to: Writable;
  secrets: boolean;
  say: (message: string) => void;
}

/** @returns bytes written */
async function writeSet(
  { reader, manifest }: OpenedSet,
  { to, secrets, say }: Writing,
): Promise<number> {
  const { set, database, files } = manifest;
  const tar = pack();
  const copied = copy(tar, to, files !== undefined);
  // What fails on this machine's disk ends what is being read for it.
  copied.catch((error: Error) => tar.destroy(error));
  try {
    say('manifest');
    await addManifest(tar, reader, set, secrets);
    if (database !== undefined) {
      say('database');
      const name = dumpFile[database.kind];
      await addEntry(tar, { name, size: database.bytes }, async (entry) =>
        expectBytes(manifest, await reader.stream(streamOf(set, 'database'), entry)),
      );
    }
    tar.finalize();
  } catch (error) {
    tar.destroy();
    throw error;
  }
  const bytes = await copied;
  if (files === undefined) return bytes;
  // restic's own archive follows as it is: what a name or an attribute may be is its business.
  say('files');
  return bytes + (await reader.stream(streamOf(set, 'files'), to));
}

const streamOf = (set: string, part: string): string[] => [
  ...['stream', '--set', set, '--part', part],
];

/** The files of the manifest's snapshot, of which the secrets only when they are wanted. */
async function addManifest(
  tar: Pack,
  reader: SetReader,
  set: string,
  secrets: boolean,
): Promise<void> {
  const unpacked = extract();
  const raw = new PassThrough();
  raw.pipe(unpacked as unknown as Writable);
  const read = reader.stream(streamOf(set, 'manifest'), raw).then(() => void raw.end());
  read.catch((error: Error) => unpacked.destroy(error));
  for await (const entry of unpacked) {
    const { name: path, size = 0, type, mtime } = entry.header;
    const name = basename(path);
    if (type !== 'file' || (name === manifestFiles.secrets && !secrets)) {
      entry.resume();
      continue;
    }
    await addEntry(tar, { name, size, ...(mtime === undefined ? {} : { mtime }) }, (to) =>
      pipeline(entry as unknown as Readable, to, { end: false }),
    );
  }
  await read;
}

/** Adds an entry for its owner only, whose content `fill` writes whole. */
async function addEntry(
  tar: Pack,
  header: { name: string; size: number; mtime?: Date },
  fill: (to: Writable) => Promise<void>,
): Promise<void> {
  const to = new PassThrough();
  const done = new Promise<void>((resolve, reject) => {
    const end = (error?: Error | null): void => (error ? reject(error) : resolve());
    to.pipe(tar.entry({ ...header, mode: 0o600 }, end) as unknown as Writable);
  });
  done.catch(() => undefined);
  await fill(to);
  to.end();
  await done;
}

/** Two empty blocks say that an archive ends. */
const ending = 1024;

/** @param open whether more entries will follow: its ending is left out */
async function copy(tar: Pack, to: Writable, open: boolean): Promise<number> {
  let held: Buffer = Buffer.alloc(0);
  let bytes = 0;
  const put = (chunk: Buffer): Promise<void> => {
    bytes += chunk.length;
    return new Promise((resolve, reject) => {
      to.write(chunk, (error) => (error ? reject(error) : resolve()));
    });
  };
  for await (const chunk of tar as AsyncIterable<Buffer>) {
    const all = Buffer.concat([held, chunk]);
    const sure = Math.max(0, all.length - ending);
    held = Buffer.from(all.subarray(sure));
    if (sure > 0) await put(all.subarray(0, sure));
  }
  if (!open) await put(held);
  return bytes;
}
