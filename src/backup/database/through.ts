import { once } from 'node:events';
import { PassThrough } from 'node:stream';

/** Takes a piece; what it returns is waited for. */
export type Pass = (chunk: Buffer) => Promise<void> | undefined;

/**
 * Sends what `produce` passes on through `change`, and what comes of it to `write`, each at the
 * pace of the next. What `change` leaves unread is produced and thrown away.
 * @returns what `produce` answers
 * @throws what any of the three throws
 */
export async function through<T>(
  change: (pieces: AsyncIterable<Buffer>) => AsyncIterable<Buffer>,
  produce: (pass: Pass) => Promise<T>,
  write: Pass,
): Promise<T> {
  const pipe = new PassThrough();
  // A reader that has enough breaks it off; whoever goes on writing must not wait for ever.
  const broken = once(pipe, 'close').catch(() => undefined);
  pipe.on('error', () => undefined);
  const pass: Pass = (chunk) => {
    if (pipe.destroyed || pipe.write(chunk)) return undefined;
    return Promise.race([once(pipe, 'drain').catch(() => undefined), broken]).then(() => undefined);
  };
  const read = async (): Promise<void> => {
    try {
      for await (const piece of change(pipe)) await write(piece);
    } finally {
      pipe.destroy();
    }
  };
  const produced = produce(pass).then(
    (answer) => {
      pipe.end();
      return answer;
    },
    (error: Error) => {
      pipe.destroy(error);
      throw error;
    },
  );
  const [answer] = await Promise.all([produced, read()]);
  return answer;
}
