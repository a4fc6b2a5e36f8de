/** A program that runs while its output is read. */
import type { ChildProcess } from 'node:child_process';
import type { Readable } from 'node:stream';

export interface Ended {
  code: number | null;
  /** End of standard error. */
  messages: string;
}

export interface Running {
  stdout: Readable;
  ended: Promise<Ended>;
  stop(): void;
}

/** How a program ended, with the last 8 KiB it said on standard error. */
export function endOf(child: ChildProcess): Promise<Ended> {
  let messages = '';
  child.stderr?.on('data', (chunk: Buffer) => {
    messages = (messages + chunk.toString('utf8')).slice(-8192);
  });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, messages }));
  });
}
