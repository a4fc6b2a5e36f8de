import { writeFile } from 'node:fs/promises';
import { Fault } from '../../fault.js';

/** Writes a file that is not there yet. @throws Fault MIG262 when it is */
export async function writePage(file: string, text: string): Promise<void> {
  await writeFile(file, text, { flag: 'wx' }).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error;
    throw new Fault('MIG262', { file });
  });
}
