import { stripVTControlCharacters } from 'node:util';

const wide =
  /\p{Emoji_Presentation}|\uFE0F|\p{Script=Han}|\p{Script=Hiragana}|\p{Script=Katakana}|\p{Script=Hangul}|[\uFF01-\uFF60\uFFE0-\uFFE6]/u;
const zero = /^[\p{Mark}\p{Control}\p{Format}]+$/u;

/** Made when first needed: loading ICU's data takes 15 ms, and most text is ASCII. */
const segments = (text: string) => new Intl.Segmenter().segment(text);

/** Columns a text takes on a terminal; escape sequences take none, CJK and emoji two. */
export function displayWidth(text: string): number {
  const visible = stripVTControlCharacters(text);
  if (/^[\u0020-\u007E]*$/.test(visible)) return visible.length;
  let columns = 0;
  for (const { segment } of segments(visible)) {
    if (!zero.test(segment)) columns += wide.test(segment) ? 2 : 1;
  }
  return columns;
}

/** `text` cut to `columns`, with an ellipsis when something was cut; escape sequences are dropped then. */
export function truncate(text: string, columns: number): string {
  if (displayWidth(text) <= columns) return text;
  if (columns < 1) return '';
  let kept = '';
  for (const { segment } of segments(stripVTControlCharacters(text))) {
    if (displayWidth(kept + segment) > columns - 1) break;
    kept += segment;
  }
  return `${kept}…`;
}

/** `text` filled with spaces to `columns`, before it when aligned to the right. */
export function pad(text: string, columns: number, align: 'left' | 'right' = 'left'): string {
  const space = ' '.repeat(Math.max(0, columns - displayWidth(text)));
  return align === 'right' ? space + text : text + space;
}
