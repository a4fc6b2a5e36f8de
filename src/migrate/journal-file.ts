import { open } from 'node:fs/promises';
import { dirname } from 'node:path';
import { type Entry, type Journal, lineOf, parseJournal } from './journal.js';

/** A journal that is a file; one program at a time writes it. */
export interface FileJournal extends Journal {
  close(): Promise<void>;
}

/**
 * Opens a journal, made when it is not there. A broken last line is cut off, so that the next
 * entry does not stick to it.
 * @param path of the file; its folder exists
 * @throws Fault MIG200 when it is damaged
 */
export async function openJournal(path: string, now: () => Date): Promise<FileJournal> {
  const file = await open(path, 'a+', 0o600);
  try {
    const text = await file.readFile('utf8');
    const { entries, bytes } = parseJournal(text);
    if (bytes < Buffer.byteLength(text)) await file.truncate(bytes);
    await file.sync();
    await syncFolder(dirname(path));
    return {
      entries,
      append: async (event) => {
        const entry = { at: now().toISOString(), ...event } as Entry;
        await file.appendFile(lineOf(entry));
        await file.sync();
        entries.push(entry);
      },
      close: () => file.close(),
    };
  } catch (error) {
    await file.close();
    throw error;
  }
}

/** A new file's name is in its folder, which the disk must have, too. */
async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r');
  await folder.sync().finally(() => folder.close());
}
