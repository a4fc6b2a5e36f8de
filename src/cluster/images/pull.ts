import { Fault } from '../../fault.js';
import type { Connection } from '../../server/connection.js';
import { unlessGone } from '../../server/engine/answers.js';

/** Milliseconds for a whole image, hundreds of megabytes on a poor line. */
const pullTimeout = 60 * 60_000;
/** Milliseconds until a registry that does not answer is given up. */
const firstAnswer = 20_000;

export async function hasImage(connection: Connection, reference: string): Promise<boolean> {
  return (await connection.docker.getImage(reference).inspect().catch(unlessGone)) !== undefined;
}

/**
 * Makes sure a named image is on the server.
 *
 * @throws Fault CLU020 when it is neither there nor to be pulled
 */
export async function pullImage(
  connection: Connection,
  reference: string,
  say: (message: string) => void,
): Promise<void> {
  if (await hasImage(connection, reference)) return;
  say(`pulling ${reference}`);
  const reason = await tryPull(connection, reference);
  if (reason !== undefined) {
    throw new Fault('CLU020', { image: reference, server: connection.server, reason });
  }
}

/** @returns why it could not be pulled; `undefined` when it was */
export async function tryPull(
  connection: Connection,
  reference: string,
): Promise<string | undefined> {
  const { docker } = connection;
  const abort = new AbortController();
  const whole = setTimeout(() => abort.abort(), pullTimeout);
  const waiting = setTimeout(() => abort.abort(), firstAnswer);
  try {
    const stream = await docker.pull(reference, { abortSignal: abort.signal });
    clearTimeout(waiting);
    return await new Promise((resolve) => {
      docker.modem.followProgress(stream, (error: Error | null, lines: { error?: string }[]) => {
        // A failed pull ends its stream well; the line says it.
        resolve(error?.message ?? lines?.find((line) => line.error)?.error);
      });
    });
  } catch (error) {
    return (error as Error).message;
  } finally {
    clearTimeout(whole);
    clearTimeout(waiting);
  }
}
