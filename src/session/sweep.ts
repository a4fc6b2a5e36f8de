import { spawn } from 'node:child_process';

/**
 * Does work during which the process may be left at once; another one then cleans up after it.
 * @param argv of Node: the program that cleans up
 */
export async function sweepingAtExit<T>(argv: string[], work: () => Promise<T>): Promise<T> {
  const sweep = (): void => {
    spawn(process.execPath, argv, { detached: true, stdio: 'ignore' }).unref();
  };
  process.once('exit', sweep);
  try {
    return await work();
  } finally {
    process.off('exit', sweep);
  }
}
