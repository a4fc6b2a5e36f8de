import type { Writable } from 'node:stream';
import type { ExecOptions } from './connection.js';

/**
 * Gives a process its standard input and ends it. A process may stop reading before the end
 * (`head`), so errors of the pipe are not ours: the exit status tells what happened.
 */
export function feed(target: Writable, stdin: ExecOptions['stdin']): void {
  target.on('error', () => {});
  if (stdin === undefined) {
    target.end();
  } else if (typeof stdin === 'string' || stdin instanceof Uint8Array) {
    target.end(stdin);
  } else {
    stdin.pipe(target);
  }
}
