/** The framed answer of a script, taken apart. */

export interface Frame {
  kind: string;
  /** The rest of the frame's line. */
  about: string;
  /** What came up to the next frame. */
  body: string;
}

/**
 * @param mark what starts each frame's line, chosen by the caller
 * @returns the frames in order; whether the script came to its end
 */
export function framesOf(output: string, mark: string): { frames: Frame[]; isWhole: boolean } {
  const frames = output
    .split(`\n${mark} `)
    .slice(1)
    .map((part) => {
      const lineEnd = part.indexOf('\n');
      const head = lineEnd === -1 ? part : part.slice(0, lineEnd);
      const [kind = '', ...rest] = head.split(' ');
      return { kind, about: rest.join(' '), body: lineEnd === -1 ? '' : part.slice(lineEnd + 1) };
    });
  return { frames, isWhole: frames.at(-1)?.kind === 'end' };
}

/** The body's lines that are not empty, without what Windows puts at their ends. */
export function linesOf({ body }: Pick<Frame, 'body'>): string[] {
  return body.split(/\r?\n/).filter((line) => line.trim() !== '');
}

/** Path → text of every `file` frame; the first of a path counts. */
export function filesOf(frames: readonly Frame[]): Map<string, string> {
  const files = new Map<string, string>();
  for (const { kind, about, body } of frames) {
    if (kind === 'file' && !files.has(about)) files.set(about, body);
  }
  return files;
}

export function frameOf(frames: readonly Frame[], kind: string): Frame | undefined {
  return frames.find((frame) => frame.kind === kind);
}
