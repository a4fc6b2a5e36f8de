import type Docker from 'dockerode';
import { unlessGone } from '../../server/engine/answers.js';

/** Largest file taken out of a container, in bytes; what is read this way is small. */
const limit = 16 * 1024 * 1024;

/**
 * Files at a path inside a container, running or not, without starting a program in it.
 *
 * @returns names relative to the path's parent folder → text; empty when there is no such path
 */
export async function readFiles(
  container: Docker.Container,
  path: string,
): Promise<Map<string, string>> {
  const files = new Map<string, string>();
  const archive = await container.getArchive({ path }).catch(unlessGone);
  if (archive === undefined) return files;
  const { default: tar } = await import('tar-stream');
  const unpacked = tar.extract();
  archive.on('error', (error: Error) => unpacked.destroy(error));
  archive.pipe(unpacked);
  for await (const entry of unpacked) {
    const { name, type, size = 0 } = entry.header;
    if (type !== 'file' || size > limit) {
      entry.resume();
      continue;
    }
    const chunks: Buffer[] = [];
    for await (const chunk of entry) chunks.push(chunk as Buffer);
    files.set(name, Buffer.concat(chunks).toString('utf8'));
  }
  return files;
}
