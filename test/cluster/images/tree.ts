/** Folders written for a test, gone when it ends. */
import { chmod, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';

export type Tree = Record<string, string | { link: string } | { script: string } | 'folder'>;

/** `folder` makes an empty folder, `{script}` an executable file. */
export async function tree(entries: Tree): Promise<string> {
  const root = await mkdtemp(join(tmpdir(), 'induk-source-'));
  onTestFinished(() => rm(root, { recursive: true, force: true }));
  for (const [path, entry] of Object.entries(entries)) {
    const target = join(root, path);
    await mkdir(dirname(target), { recursive: true });
    if (entry === 'folder') await mkdir(target);
    else if (typeof entry === 'string') await writeFile(target, entry);
    else if ('link' in entry) await symlink(entry.link, target);
    else {
      await writeFile(target, entry.script);
      await chmod(target, 0o755);
    }
  }
  return root;
}
