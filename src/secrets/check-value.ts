import { readFile } from 'node:fs/promises';
import { Fault } from '../fault.js';
import type { Owner } from './owner.js';
import { ioFault } from './replace.js';
import { Secret } from './secret.js';

/** @throws Fault SEC025 with the system's reason. */
export async function readValueFile(file: string): Promise<Uint8Array> {
  return readFile(file).catch((cause) => {
    throw ioFault(file, cause);
  });
}

/**
 * A value as it came from a file or a pipe. The line break that editors and `echo` put
 * behind a single line is not part of it; a text of several lines is kept exactly.
 * @throws Fault SEC018 when it is empty, not UTF-8 or holds a NUL byte.
 */
export function valueFrom(bytes: Uint8Array, owner: Owner, key: string): Secret {
  return new Secret(withoutLastBreak(decode(bytes, owner, key), owner, key));
}

function decode(bytes: Uint8Array, owner: Owner, key: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new Fault('SEC018', { owner, key, flaw: 'not UTF-8' });
  }
}

function withoutLastBreak(text: string, owner: Owner, key: string): string {
  const value = /^[^\n]*\n$/.test(text) ? text.replace(/\r?\n$/, '') : text;
  if (value === '') throw new Fault('SEC018', { owner, key, flaw: 'empty' });
  // An environment variable ends at a NUL; U+FFFD is what is left of bytes that were no text.
  if (value.includes('\0')) throw new Fault('SEC018', { owner, key, flaw: 'NUL' });
  if (value.includes('\uFFFD')) throw new Fault('SEC018', { owner, key, flaw: 'not UTF-8' });
  return value;
}
