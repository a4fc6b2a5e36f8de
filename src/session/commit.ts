import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

/** The commit a folder is at, with `+` when files in it differ; undefined outside Git. */
export async function commitOf(folder: string): Promise<string | undefined> {
  const git = (...args: string[]) =>
    promisify(execFile)('git', ['-C', folder, ...args], { timeout: 10_000 });
  try {
    const { stdout: commit } = await git('rev-parse', 'HEAD');
    const { stdout: changed } = await git('status', '--porcelain', '--', '.');
    return `${commit.trim()}${changed === '' ? '' : '+'}`;
  } catch {
    return undefined;
  }
}
