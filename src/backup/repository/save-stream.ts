import { execFile } from 'node:child_process';
import { close, constants, open, writeFileSync } from 'node:fs';
import { Socket } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Pass } from '../database/through.js';
import { PrivateFolder } from './private-folder.js';
import type { Restic } from './restic.js';
import { type BackupSummary, type SnapshotLabel, saveOutput } from './save.js';

/** What restic runs: it passes on what comes through a named pipe, and fails unless that is whole. */
const relay = 'cat -- "$1" && test -e "$2"';

/** Writes a file; `signal` says that nobody reads it any more. */
export type Produce<T> = (pass: Pass, signal: AbortSignal) => Promise<T>;

/**
 * Saves what this process produces as one file. restic takes the end of a pipe for the end of the
 * file, which it is not when `produce` failed or this process was killed: so it reads the pipe
 * through a command that asks whether all was said, and no snapshot is left when it was not.
 *
 * @param produce passes the file's bytes on; what `pass` returns is waited for
 * @returns what `produce` answered, and what restic did
 * @throws what `produce` throws; a Fault as `Restic.run`
 */
export async function saveStream<T>(
  restic: Restic,
  produce: Produce<T>,
  file: string,
  to: SnapshotLabel,
): Promise<{ answer: T; saved: BackupSummary }> {
  const folder = new PrivateFolder();
  try {
    const pipe = join(folder.path, 'pipe');
    const whole = join(folder.path, 'whole');
    await promisify(execFile)('mkfifo', ['--mode=600', pipe]);
    const gone = new AbortController();
    const saving = saveOutput(restic, ['sh', '-c', relay, 'relay', pipe, whole], file, to);
    const feeding = feed(pipe, whole, produce, gone);
    // Opening a pipe waits for its reader; the writer of one whose reader never came is let go.
    saving.catch(() => gone.abort()).then(() => openAndClose(pipe).catch(() => undefined));
    const [fed, saved] = await Promise.allSettled([feeding, saving]);
    if (fed.status === 'rejected' && !(fed.reason instanceof ReaderGone)) throw fed.reason;
    if (saved.status === 'rejected') throw saved.reason;
    if (fed.status === 'rejected') throw fed.reason;
    return { answer: fed.value, saved: saved.value };
  } finally {
    folder.remove();
  }
}

/** What is read no more cannot be written; why, the reader knows. */
class ReaderGone extends Error {
  override name = 'ReaderGone';
}

async function feed<T>(
  pipe: string,
  whole: string,
  produce: Produce<T>,
  gone: AbortController,
): Promise<T> {
  const fd = await promisify(open)(pipe, constants.O_WRONLY);
  if (gone.signal.aborted) {
    await promisify(close)(fd);
    throw new ReaderGone('nobody reads it');
  }
  const socket = new Socket({ fd, readable: false, writable: true });
  socket.once('error', () => gone.abort());
  try {
    const answer = await produce((chunk) => write(socket, chunk), gone.signal);
    // Whoever kills this process now must find all in the pipe that was said to be whole.
    await promisify((done: () => void) => socket.write('', done))();
    writeFileSync(whole, '', { mode: 0o600 });
    return answer;
  } catch (error) {
    throw gone.signal.aborted ? new ReaderGone('nobody reads any more', { cause: error }) : error;
  } finally {
    socket.end();
  }
}

function write(socket: Socket, chunk: Buffer): Promise<void> | undefined {
  if (socket.write(chunk)) return undefined;
  if (socket.destroyed) return Promise.reject(new ReaderGone('nobody reads any more'));
  return new Promise((resolve, reject) => {
    const drained = (): void => {
      socket.off('close', closed);
      resolve();
    };
    const closed = (): void => {
      socket.off('drain', drained);
      reject(new ReaderGone('nobody reads any more'));
    };
    socket.once('drain', drained).once('close', closed);
  });
}

async function openAndClose(pipe: string): Promise<void> {
  const fd = await promisify(open)(pipe, constants.O_RDONLY | constants.O_NONBLOCK);
  await promisify(close)(fd);
}
