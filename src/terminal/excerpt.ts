/** One line of a file for a message: safe to print, with the place marked below it. */
import { displayWidth } from './width.js';

/** Widest piece of a line that is shown, in characters. */
const maxWidth = 100;

export interface Excerpt {
  text: string;
  /** As many blanks as stand before the place, then carets. */
  marker: string;
}

/**
 * @param line text of the whole line
 * @param column 1-based start of the place, in UTF-16 code units
 * @param length of the place, in the same units; 0 when unknown
 */
export function excerptOf(line: string, column: number, length: number): Excerpt {
  const hidden = hideSecrets(line, column - 1);
  const from = Math.max(0, Math.min(hidden.at - 40, hidden.text.length - maxWidth));
  const piece = hidden.text.slice(from, from + maxWidth);
  const before = printable(piece.slice(0, hidden.at - from));
  const place = printable(piece.slice(hidden.at - from, hidden.at - from + length));
  return {
    text: `${from > 0 ? '…' : ''}${printable(piece)}`,
    marker: `${from > 0 ? ' ' : ''}${' '.repeat(displayWidth(before))}${'^'.repeat(Math.max(1, displayWidth(place)))}`,
  };
}

/** What follows such a key is not shown, whatever the message is about. */
const secret =
  /((?:^|[\s{,"'])(?!secrets\b)[\w-]*(?:pass|secret|token|credential|sandi|api_?key|private_?key|_key\b)[\w-]*["']?\s*:\s+)("(?:[^"\\]|\\.)*"|'(?:[^']|'')*'|[^\s#[{].*)/gi;
const privateKey = /(AGE-SECRET-KEY-)([0-9A-Z]+)/gi;
const urlPassword = /(:\/\/[^\s/:@]*:)([^\s/@]+)(?=@)/g;

function hideSecrets(line: string, at: number): { text: string; at: number } {
  let text = line;
  let moved = at;
  for (const pattern of [secret, privateKey, urlPassword]) {
    text = text.replace(pattern, (whole: string, head: string, value: string, offset: number) => {
      const start = offset + head.length;
      if (moved >= start + value.length) moved += 3 - value.length;
      else if (moved > start) moved = start;
      return `${head}***${whole.slice(head.length + value.length)}`;
    });
  }
  return { text, at: Math.min(moved, text.length) };
}

/** Control and direction characters could rewrite the terminal or the order of the text. */
const unprintable =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what it replaces
  /[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]/g;

/** `text` with what a terminal would act on replaced by something visible. */
export function printable(text: string): string {
  return text.replace(/\t/g, '  ').replace(unprintable, '�');
}
