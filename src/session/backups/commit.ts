import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

/** The commit the inventory is at, with `+` when files differ from it; undefined outside Git. */
export async function inventoryCommit(root: string): Promise<string | undefined> {
  const git = (...args: string[]) =>
    promisify(execFile)('git', ['-C', root, ...args], { timeout: 10_000 });
  try {
    const { stdout: commit } = await git('rev-parse', 'HEAD');
    const { stdout: changed } = await git('status', '--porcelain', '--', '.');
    return `${commit.trim()}${changed === '' ? '' : '+'}`;
  } catch {
    return undefined;
  }
}
