import { rename, rm, writeFile } from 'node:fs/promises';

/** Replaces a file whole: who reads it meanwhile gets the old one or the new one. */
export async function replaceFile(path: string, content: string, mode = 0o644): Promise<void> {
  const fresh = `${path}.${process.pid}.new`;
  await rm(fresh, { force: true });
  await writeFile(fresh, content, { mode, flush: true } as Parameters<typeof writeFile>[2]);
  await rename(fresh, path);
}
