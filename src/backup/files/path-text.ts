/** Paths are bytes; in a catalogue they are text that leads back to the same bytes. */

const decoder = new TextDecoder('utf-8', { fatal: true });

/** UTF-8 as it is; bytes that are none, and the backslash itself, as `\xHH`. */
export function pathText(path: Buffer): string {
  try {
    return decoder.decode(path).replaceAll('\\', '\\x5c');
  } catch {
    return piecewise(path);
  }
}

function piecewise(path: Buffer): string {
  let text = '';
  for (let at = 0; at < path.length; ) {
    const length = sequenceAt(path, at);
    if (length === 0) {
      text += `\\x${(path[at] as number).toString(16).padStart(2, '0')}`;
      at += 1;
    } else {
      text += path
        .subarray(at, at + length)
        .toString('utf8')
        .replaceAll('\\', '\\x5c');
      at += length;
    }
  }
  return text;
}

/** Bytes of the valid character that begins here; 0 when none does. */
function sequenceAt(path: Buffer, at: number): number {
  for (let length = 1; length <= 4 && at + length <= path.length; length += 1) {
    try {
      decoder.decode(path.subarray(at, at + length));
      return length;
    } catch {
      // Longer, or none.
    }
  }
  return 0;
}

/** The bytes that `pathText` was given. */
export function pathBytes(text: string): Buffer {
  if (!text.includes('\\')) return Buffer.from(text, 'utf8');
  const pieces = text.split(/\\x([0-9a-f]{2})/);
  return Buffer.concat(
    pieces.map((piece, index) => Buffer.from(piece, index % 2 === 0 ? 'utf8' : 'hex')),
  );
}

/**
 * Order of a walk: a folder, then all in it, neighbours by their bytes. The same for paths as
 * bytes and as texts: `/` counts less than anything that can stand in a name.
 */
export function comparePaths(a: Buffer, b: Buffer): number {
  const length = Math.min(a.length, b.length);
  for (let at = 0; at < length; at += 1) {
    const [one, other] = [a[at] as number, b[at] as number];
    if (one === other) continue;
    if (one === slash) return -1;
    return other === slash ? 1 : one - other;
  }
  return a.length - b.length;
}

const slash = 0x2f;
