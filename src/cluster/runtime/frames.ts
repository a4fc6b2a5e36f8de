/** One piece of a multiplexed stream, as the engine framed it. */
export interface Frame {
  stream: 'stdout' | 'stderr';
  bytes: Buffer;
}

const headerSize = 8;

/**
 * Takes the engine's frames out of a stream of logs or of an exec without terminal.
 * The reader's pace is kept: nothing more is read while a frame is worked on.
 * https://docs.docker.com/reference/api/engine/version/v1.41/#operation/ContainerAttach
 *
 * @throws what the stream fails with, e.g. a lost connection
 */
export async function* frames(raw: AsyncIterable<Buffer>): AsyncGenerator<Frame, void, undefined> {
  let rest: Buffer = Buffer.alloc(0);
  for await (const chunk of raw) {
    rest = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    while (rest.length >= headerSize) {
      const end = headerSize + rest.readUInt32BE(4);
      if (rest.length < end) break;
      // 1 is standard output; 2 standard error; 3 what the engine itself has to complain about.
      const stream = rest[0] === 1 ? 'stdout' : 'stderr';
      const bytes = rest.subarray(headerSize, end);
      rest = rest.subarray(end);
      yield { stream, bytes };
    }
  }
}
