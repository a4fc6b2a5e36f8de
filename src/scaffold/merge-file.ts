/** Three-way merge of texts, by Git. */
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Fault } from '../fault.js';
import type { Merge } from './update.js';

/** Labels of the two sides in a conflict. */
const sides = ['--', 'mine', 'base', 'theirs'] as const;

/** @throws Fault NEW072 without Git */
export const mergeFile: Merge = async (texts) => {
  const folder = await mkdtemp(join(tmpdir(), 'induk-merge-'));
  try {
    for (const name of ['mine', 'base', 'theirs'] as const) {
      await writeFile(join(folder, name), texts[name]);
    }
    return await merged(folder);
  } finally {
    await rm(folder, { recursive: true });
  }
};

function merged(folder: string): Promise<{ text: string; conflicts: number }> {
  const labels = ['-L', 'proyek', '-L', 'asal', '-L', 'templat'];
  const argv = ['merge-file', '-p', '--diff3', ...labels, ...sides];
  const options = { cwd: folder, maxBuffer: 64 * 1024 * 1024 };
  return new Promise((resolve, reject) => {
    execFile('git', argv, options, (error, text) => {
      const code = error === null ? 0 : error.code;
      // merge-file exits with the number of conflicts, 255 when it failed
      if (typeof code === 'number' && code < 128) resolve({ text, conflicts: code });
      else reject(new Fault('NEW072', { reason: String(code) }));
    });
  });
}
