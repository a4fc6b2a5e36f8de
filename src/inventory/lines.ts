/**
 * Offsets of a text → lines and columns. yaml's own LineCounter only counts the lines its
 * lexer got to see, which after a syntax error are not all of them.
 */
export interface Lines {
  /** Both 1-based; the column in UTF-16 code units. */
  positionOf(offset: number): { line: number; column: number };
}

export function linesOf(text: string): Lines {
  let starts: number[] | undefined;
  return {
    positionOf(offset) {
      starts ??= startsOf(text);
      let low = 0;
      let high = starts.length - 1;
      while (low < high) {
        const middle = Math.ceil((low + high) / 2);
        if ((starts[middle] as number) <= offset) low = middle;
        else high = middle - 1;
      }
      return { line: low + 1, column: offset - (starts[low] as number) + 1 };
    },
  };
}

function startsOf(text: string): number[] {
  const starts = [0];
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) {
    starts.push(at + 1);
  }
  return starts;
}
