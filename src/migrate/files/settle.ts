import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

/** What was answered to be in a folder is still there after a power cut: syncfs(2) of its disk. */
export async function settle(folder: string): Promise<void> {
  await promisify(execFile)('sync', ['-f', folder]);
}
