/**
 * The new server's half of an import: a container of induk's own image beside the app's volumes or
 * its database, which gets a job and then the content on its standard input.
 */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { createGunzip } from 'node:zlib';
import { containerOf } from '../../backup/worker/engine.js';
import { Fault } from '../../fault.js';
import { type Loaded, type LoadOrder, loadArchived } from './load.js';
import type { ArchiveFacts, Wanted } from './survey.js';
import { countVolumes, emptyFolder, type Owner, unpackArchive } from './unpack.js';

/** First line of standard input; compressed content follows. Holds no secret. */
export type ImportJob =
  | {
      formatVersion: 1;
      part: 'files';
      wanted: Wanted;
      owner: Owner;
      /** Of what was read before it was sent. */
      digest: string;
    }
  | {
      formatVersion: 1;
      part: 'database';
      database: { kind: 'mariadb' | 'postgres'; name: string; user: string; service: string };
      order: LoadOrder;
    };

export interface Receiving {
  /** Folder with the app's volumes under their keys. */
  volumes: string;
  input: AsyncIterable<Buffer>;
  say: (message: string) => void;
  signal: AbortSignal;
}

/** @throws Fault MIG301 to MIG318 */
export async function receive(receiving: Receiving): Promise<ArchiveFacts | Loaded> {
  const { job, rest } = await split(receiving.input);
  const content = unpacked(rest);
  if (job.part === 'files') return receiveFiles(job, content, receiving);
  const { service, ...named } = job.database;
  const database = { ...named, container: await containerOf(service) };
  return loadArchived(database, content, job.order, receiving);
}

async function receiveFiles(
  { wanted, owner, digest }: Extract<ImportJob, { part: 'files' }>,
  content: AsyncIterable<Buffer>,
  { volumes, say }: Receiving,
): Promise<ArchiveFacts> {
  try {
    const facts = await unpackArchive(content, wanted, { folder: volumes, owner });
    if (facts.digest !== digest) throw new Fault('MIG318', { file: wanted.label });
    say('files: compared with the archive');
    await promisify(execFile)('sync');
    const found = await countVolumes(volumes, Object.keys(facts.volumes));
    for (const [volume, { files, bytes, links }] of Object.entries(facts.volumes)) {
      const here = found[volume];
      if (here?.files === files && here.bytes === bytes && here.links === links) continue;
      const what = `${volume}: ${files} / ${here?.files ?? 0}, ${bytes} / ${here?.bytes ?? 0} bytes`;
      throw new Fault('MIG317', { file: wanted.label, what });
    }
    return facts;
  } catch (error) {
    for (const key of Object.keys(wanted.storage)) await emptyFolder(`${volumes}/${key}`);
    throw error;
  }
}

async function split(
  input: AsyncIterable<Buffer>,
): Promise<{ job: ImportJob; rest: AsyncGenerator<Buffer> }> {
  const chunks = input[Symbol.asyncIterator]();
  let head = Buffer.alloc(0);
  for (;;) {
    const end = head.indexOf(0x0a);
    if (end >= 0) {
      const job = JSON.parse(head.toString('utf8', 0, end)) as ImportJob;
      return { job, rest: after(head.subarray(end + 1), chunks) };
    }
    const { value, done } = await chunks.next();
    if (done === true) throw new Fault('MIG104', { reason: 'no job' });
    head = Buffer.concat([head, value]);
  }
}

async function* after(
  first: Buffer,
  chunks: AsyncIterator<Buffer>,
): AsyncGenerator<Buffer, void, undefined> {
  if (first.length > 0) yield first;
  for (;;) {
    const { value, done } = await chunks.next();
    if (done === true) return;
    yield value;
  }
}

/** A link that was cut is an end like any other to whoever reads; the packing tells. */
async function* unpacked(content: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  const gunzip = createGunzip({ chunkSize: 1 << 18 });
  const { pipeline } = await import('node:stream/promises');
  const feeding = pipeline(content, gunzip).catch(() => {});
  try {
    for await (const chunk of gunzip as AsyncIterable<Buffer>) yield chunk;
    await feeding;
  } catch (error) {
    if (error instanceof Fault) throw error;
    throw new Fault('MIG318', { file: '-' }, { cause: error });
  }
}
