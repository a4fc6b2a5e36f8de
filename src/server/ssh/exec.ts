/** One command on an SSH session channel. */
import type { ClientChannel } from 'ssh2';
import { Fault } from '../../fault.js';
import type { ExecOptions, ExecResult } from '../connection.js';
import { feed } from '../feed.js';
import { Output } from '../output.js';

export interface Running {
  server: string;
  /** For messages: the program's name, never its arguments. */
  program: string;
  channel: ClientChannel;
  /** Rejects when the connection is lost. */
  lost: Promise<never>;
}

export const defaultTimeout = 60_000;

/**
 * Waits for a started command.
 * @throws Fault SRV040 connection lost, SRV041 not finished in time; the signal's reason.
 */
export async function outcome(running: Running, options: ExecOptions): Promise<ExecResult> {
  const { channel, server, program } = running;
  const { timeout = defaultTimeout, signal } = options;
  const stdout = new Output(options.onStdout);
  const stderr = new Output(options.onStderr);
  let code: number | null = null;
  let timer: NodeJS.Timeout | undefined;
  let abort: (() => void) | undefined;
  const done = new Promise<ExecResult>((resolve, reject) => {
    channel.on('data', (chunk: Buffer) => stdout.add(chunk));
    channel.stderr.on('data', (chunk: Buffer) => stderr.add(chunk));
    channel.on('exit', (status: number | null) => {
      code = status;
    });
    channel.on('error', reject);
    // When the connection dies its channels close as if they were done; `lost` comes first then.
    // A quick command's `exit` may come in the packet that opens the channel, before we listen;
    // `close` waits for its output to be read and tells the status again.
    channel.on('close', (status: number | null = null) =>
      setImmediate(() => {
        resolve({ code: code ?? status, stdout: `${stdout}`, stderr: `${stderr}` });
      }),
    );
    abort = () => reject(signal?.reason);
    signal?.addEventListener('abort', abort, { once: true });
    if (timeout > 0) {
      const fault = new Fault('SRV041', { server, command: program, seconds: timeout / 1000 });
      timer = setTimeout(() => reject(fault), timeout);
    }
  });
  try {
    feed(channel, options.stdin);
    return await Promise.race([done, running.lost]);
  } catch (error) {
    stop(channel);
    throw error;
  } finally {
    clearTimeout(timer);
    if (abort !== undefined) {
      signal?.removeEventListener('abort', abort);
    }
  }
}

/**
 * Closing a channel does not end the process behind it, so it is told to. sshd passes signals on
 * to processes of ordinary users only: one of root or of sudo ends when it next writes.
 * `channel.signal` does nothing once the input has ended, hence the protocol underneath it.
 */
function stop(channel: ClientChannel): void {
  const { _client: client, outgoing } = channel as unknown as {
    _client: { _protocol: { signal(id: number, name: string): void } };
    outgoing: { id: number; state: string };
  };
  if (outgoing.state === 'open' || outgoing.state === 'eof') {
    client._protocol.signal(outgoing.id, 'TERM');
    channel.close();
  }
}
