/** A dump on its way into a database: whole, watched, and digested as it passes. */
import type { DumpReport } from '../../backup/database/digest.js';
import { digestStream } from '../../backup/database/digest-stream.js';
import { Fault } from '../../fault.js';
import type { Running } from '../../server/program.js';
import type { MovedDatabase } from '../mover/model.js';
import { isLinkLost, type OldHost } from '../mover/old-host.js';
import { Hose } from './hose.js';
import { type OldDatabase, refusal } from './old-database.js';
import type { Seeding } from './seeding.js';

/**
 * Loads what passes through a digester. Both have ended when it returns or throws, so that
 * whoever empties the database after a failure is the last to touch it.
 */
export async function loadWithDigest(
  kind: MovedDatabase['kind'],
  dump: AsyncIterable<Buffer>,
  load: (dump: AsyncIterable<Buffer>) => Promise<unknown>,
  stop: () => void,
): Promise<DumpReport> {
  const hose = new Hose();
  const [digested, loaded] = await Promise.allSettled([
    digestStream(kind, dump, (chunk) => hose.push(chunk)).then(
      (report) => {
        hose.end();
        return report;
      },
      (error: unknown) => {
        hose.end(error);
        throw error;
      },
    ),
    load(hose).catch((error: unknown) => {
      hose.close();
      stop();
      throw error;
    }),
  ]);
  // What the client says is the reason why the dump was not read to its end.
  if (loaded.status === 'rejected') throw loaded.reason;
  if (digested.status === 'rejected') throw digested.reason;
  return digested.value;
}

/**
 * Waits for both ends of a dump: success only when the tool on the old host, the link and the
 * client here all succeeded. Of two failures the old host's is the reason of the other.
 */
export async function whole(
  old: OldDatabase & { shell: OldHost },
  running: Running,
  load: () => Promise<void>,
): Promise<void> {
  const loaded = await load().then(
    () => undefined,
    (error: unknown) => {
      running.stop();
      return { error };
    },
  );
  const ended = await running.ended;
  if (isLinkLost(ended)) throw old.shell.lost(ended.messages);
  if (loaded === undefined) {
    if (ended.code === 0) return;
    throw refusal(old, ended.messages, ended.code);
  }
  const { error } = loaded;
  if (error instanceof Fault && error.code === 'BAK033') {
    // The client said why, unless it was only fed too little.
    throw new Fault(
      'MIG072',
      { name: old.name, reason: error.args.reason ?? '' },
      { logTail: error.logTail },
    );
  }
  if (error instanceof Fault && error.code === 'BAK031' && ended.messages.trim() !== '') {
    throw refusal(old, ended.messages, ended.code);
  }
  if (error instanceof Fault && error.code === 'BAK031') throw new Fault('MIG071', error.args);
  throw error;
}

export async function* watched(
  { stdout, stop }: Running,
  { say, signal }: Pick<Seeding, 'say' | 'signal'>,
  see?: (chunk: Buffer) => void,
): AsyncGenerator<Buffer> {
  signal.addEventListener('abort', stop, { once: true });
  let [bytes, told] = [0, Date.now()];
  for await (const chunk of stdout as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    see?.(chunk);
    yield chunk;
    if (Date.now() - told > 2000) {
      told = Date.now();
      say(`database: ${bytes} bytes`);
    }
  }
  signal.throwIfAborted();
}
