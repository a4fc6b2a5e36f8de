/** A source on its way through: unpacked here, and sent on as it came. */
import { open } from 'node:fs/promises';
import { Fault } from '../../fault.js';

/** Bytes; a source of as many as are unpacked, with the headers of as many entries, is smaller. */
const limit = 2 * 1024 ** 3;

/**
 * Gives a stream's chunks on, each once it is in a new file.
 * @throws Fault DEP012 for a stream that would fill the disk
 */
export async function* keepSource(
  stream: AsyncIterable<Buffer>,
  file: string,
): AsyncGenerator<Buffer> {
  const handle = await open(file, 'wx', 0o600);
  let size = 0;
  try {
    for await (const chunk of stream) {
      size += chunk.length;
      if (size > limit) throw new Fault('DEP012', { reason: `it is larger than ${limit} bytes` });
      await handle.appendFile(chunk);
      yield chunk;
    }
  } finally {
    await handle.close();
  }
}
