/** Uploaded files: known by their content, kept under random names outside every web folder. */
import { randomUUID } from 'node:crypto';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Db } from './database.js';
import type { Field } from './definition.js';
import { formatNumber } from './field-values.js';

export interface Upload {
  name: string;
  content: Buffer;
}

/** Kinds by extension: what such files begin with, and how browsers call them. */
const kinds: Record<string, { magic: string[]; mime: string }> = {
  pdf: { magic: ['25504446'], mime: 'application/pdf' },
  jpg: { magic: ['ffd8ff'], mime: 'image/jpeg' },
  png: { magic: ['89504e470d0a1a0a'], mime: 'image/png' },
  docx: {
    magic: ['504b0304'],
    mime: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  },
  xlsx: {
    magic: ['504b0304'],
    mime: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  },
};

/** @returns what is wrong with a file, or its kind */
export function checkFile(
  { name, content }: Upload,
  { accept = [], maxBytes = 0 }: Field,
): { error: string } | { kind: string } {
  if (content.length > maxBytes) {
    return {
      error: `Paling besar ${formatBytes(maxBytes)}; berkas ini ${formatBytes(content.length)}.`,
    };
  }
  const extension = /\.([a-z0-9]+)$/.exec(name.toLowerCase())?.[1]?.replace('jpeg', 'jpg') ?? '';
  const head = content.subarray(0, 8).toString('hex');
  const isTrue = kinds[extension]?.magic.some((magic) => head.startsWith(magic)) ?? false;
  return accept.includes(extension) && isTrue
    ? { kind: extension }
    : { error: `Hanya ${accept.join(', ').toUpperCase()} yang diterima.` };
}

/** Writes a checked file. @returns its id; without a record that has it, it is never shown */
export async function saveFile(
  db: Db,
  folder: string,
  { name, content }: Upload,
  kind: string,
): Promise<number> {
  const key = randomUUID();
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, key), content, { flag: 'wx', mode: 0o600 });
  const { id } = await db
    .insertInto('app_file')
    .values({ key, name: safeName(name), kind, bytes: content.length })
    .returning('id')
    .executeTakeFirstOrThrow();
  return id;
}

/** A file with its content, or undefined when there is none. */
export async function readStored(db: Db, folder: string, id: number) {
  const file = await db.selectFrom('app_file').selectAll().where('id', '=', id).executeTakeFirst();
  if (file === undefined) return undefined;
  return { ...file, mime: kinds[file.kind]?.mime, content: await readFile(join(folder, file.key)) };
}

export async function removeFile(db: Db, folder: string, id: number): Promise<void> {
  const file = await db
    .deleteFrom('app_file')
    .where('id', '=', id)
    .returning('key')
    .executeTakeFirst();
  if (file !== undefined) await rm(join(folder, file.key), { force: true });
}

/** For a download's header and the page: no path, no quotes, no surprises. */
function safeName(name: string): string {
  const base = name.replace(/^.*[/\\]/, '').replace(/[^\p{L}\p{N}._ -]/gu, '_');
  return base.slice(-100) || 'berkas';
}

export function formatBytes(bytes: number): string {
  const [amount, unit] = bytes >= 1024 * 1024 ? [bytes / 1024 / 1024, 'MB'] : [bytes / 1024, 'KB'];
  return `${formatNumber(Math.max(1, Math.round(amount * 10)) / 10)} ${unit}`;
}
