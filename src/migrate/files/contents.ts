/** Whether files have the same content on both sides. */
import { contentOf, readingBuffer } from '../../backup/files/entry.js';
import { pathText } from '../../backup/files/path-text.js';
import type { MovedFolder } from '../mover/model.js';
import { oldDigests } from './digests.js';
import { type Contents, noContents, noteContent } from './proof.js';
import type { Moving } from './seed.js';

/**
 * Takes SHA-256 of a folder's files on both sides, streamed.
 * @param since seconds since 1970 by the old host's clock: only of files changed after it
 * @param arrived resolves when they are here; there they are read before that
 * @throws Fault MIG055, MIG100; whatever `arrived` fails with
 */
export async function compareContents(
  folder: MovedFolder,
  moving: Moving,
  since: number | undefined,
  arrived?: Promise<unknown>,
): Promise<Contents> {
  const { volume } = folder;
  const found = noContents();
  const buffer = readingBuffer();
  let told = Date.now();
  const onUnread = (problems: Contents['unread']): void => {
    found.unread = problems;
  };
  for await (const { digest, path } of oldDigests(folder, moving.host, since, onUnread)) {
    moving.signal.throwIfAborted();
    await arrived;
    const here = Buffer.concat([Buffer.from(`${moving.volumes}/${volume}/`), path]);
    const content = await contentOf(here, buffer);
    found.hashed += 1;
    if (content?.digest !== digest) {
      const what = content === undefined ? 'missing' : 'content';
      noteContent(found, { path: pathText(path), what });
    }
    if (Date.now() - told > 2000) {
      told = Date.now();
      moving.say(`files: ${volume}: ${found.hashed} compared`);
    }
  }
  return found;
}
