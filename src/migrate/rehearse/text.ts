/** What of a page people read, made comparable. Pure. */

/** Words that are compared at most: a page that is longer is a list or a download. */
const most = 20_000;

/**
 * @param body as it was answered, decoded
 * @param type Content-Type of it
 * @returns the words of its visible text; of anything that is no text, a digest of it by the caller
 */
export function wordsOfPage(body: string, type: string): string[] {
  const text = /html/i.test(type) || /^\s*<(!doctype html|html)/i.test(body) ? visible(body) : body;
  return printable(text)
    .split(/\s+/)
    .filter((word) => word !== '')
    .slice(0, most);
}

/** Pages are shown to people: nothing in them may tell their terminal anything. */
export const printable = (text: string): string => text.replaceAll(/\p{Cc}/gu, ' ');

const isText = /^(text\/|application\/([\w.+-]*(json|xml|javascript)))/i;

/** Whether an answer is compared by its words, or by its bytes. */
export const isReadable = (type: string): boolean => type === '' || isText.test(type);

/** Without scripts, styles, comments and tags; what fields of forms hold is in tags. */
function visible(html: string): string {
  const body = html
    .replaceAll(/<!--[\s\S]*?-->/g, ' ')
    .replaceAll(/<(script|style|template|svg)\b[\s\S]*?<\/\1\s*>/gi, ' ')
    .replaceAll(/<head\b[\s\S]*?<\/head\s*>/gi, ' ')
    .replaceAll(/<[^>]*>/g, ' ');
  return decoded(body);
}

const named: Record<string, string> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: ' ',
};

function decoded(text: string): string {
  return text.replaceAll(/&(#x[\da-f]{1,6}|#\d{1,7}|[a-z]{2,8});/gi, (whole, name: string) => {
    if (!name.startsWith('#')) return named[name.toLowerCase()] ?? whole;
    const code = /^#x/i.test(name) ? Number.parseInt(name.slice(2), 16) : Number(name.slice(1));
    return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : whole;
  });
}
