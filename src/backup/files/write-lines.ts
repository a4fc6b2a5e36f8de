import { open } from 'node:fs/promises';

/**
 * Writes NDJSON, some hundred lines at a time, into a file that only its owner may read.
 * @throws what the entries throw; the file is then there in part
 */
export async function writeLines(file: string, entries: AsyncIterable<object>): Promise<void> {
  const out = await open(file, 'w', 0o600);
  try {
    let text = '';
    for await (const entry of entries) {
      text += `${JSON.stringify(entry)}\n`;
      if (text.length < 1 << 16) continue;
      await out.appendFile(text);
      text = '';
    }
    await out.appendFile(text);
  } finally {
    await out.close();
  }
}
