/**
 * The list at the end of a zip, which alone says what is a link and what may be run. Programs unpack a
 * zip without it all the same, links as files; so one that was cut there has to be told by its end.
 */
import { open } from 'node:fs/promises';

/** How far from its end a zip's list is looked for, as libarchive does. */
const most = 16 << 10;

/** The record that says where the list is: of 22 bytes, and a comment after it. */
const record = { mark: Buffer.from('504b0506', 'hex'), length: 22 };

/** Whether a zip has its list. */
export async function hasList(file: string): Promise<boolean> {
  const handle = await open(file);
  try {
    const { size } = await handle.stat();
    const end = Buffer.alloc(Math.min(size, most));
    await handle.read(end, 0, end.length, size - end.length);
    return endsInList(end, size);
  } finally {
    await handle.close();
  }
}

/** @param end the last bytes of a zip of `size` bytes */
function endsInList(end: Buffer, size: number): boolean {
  const at = end.lastIndexOf(record.mark, end.length - record.length);
  if (at < 0) return false;
  const [length, offset] = [end.readUInt32LE(at + 12), end.readUInt32LE(at + 16)];
  // In a zip of more than 4 GiB another record has the number.
  return offset === 0xffff_ffff || offset + length <= size - end.length + at;
}
