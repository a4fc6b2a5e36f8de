/** Rows as an aligned table for people, or as CSV for programs. */
import type { Paint } from './colour.js';
import { displayWidth, pad, truncate } from './width.js';

export interface Column<Row> {
  title: string;
  /** The cell's text; may carry colour. */
  value: (row: Row) => string;
  align?: 'left' | 'right';
  /** Gives up width first when the table is wider than the terminal. */
  flexible?: boolean;
}

export interface TableOptions {
  paint: Paint;
  /** Columns of the terminal; absent (a pipe, a file): nothing is cut. */
  width?: number;
}

const gap = 2;
const narrowest = 8;

/** The table with a header line; no line ends in spaces. */
export function table<Row>(
  rows: readonly Row[],
  columns: readonly Column<Row>[],
  { paint, width }: TableOptions,
): string {
  const cells = rows.map((row) => columns.map(({ value }) => oneLine(value(row))));
  const natural = columns.map(({ title }, index) =>
    Math.max(displayWidth(title), ...cells.map((row) => displayWidth(row[index] as string))),
  );
  const widths = width === undefined ? natural : shrink(natural, columns, width);
  const line = (texts: string[]) =>
    texts
      .map((text, index) => {
        const size = widths[index] as number;
        return pad(truncate(text, size), size, columns[index]?.align);
      })
      .join(' '.repeat(gap))
      .trimEnd();
  const header = paint.bold(line(columns.map(({ title }) => title)));
  return [header, ...cells.map(line)].join('\n');
}

/** RFC 4180: CRLF between records, quotes doubled. Cells lose their colour. */
export function csv<Row>(rows: readonly Row[], columns: readonly Column<Row>[]): string {
  const records = [
    columns.map(({ title }) => title),
    ...rows.map((row) => columns.map(({ value }) => value(row))),
  ];
  return records.map((record) => record.map(field).join(',')).join('\r\n');
}

function field(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: ESC starts the colour sequences taken out here
  const plain = text.replace(/\u001B\[[0-9;]*m/g, '');
  return /[",\r\n]/.test(plain) ? `"${plain.replaceAll('"', '""')}"` : plain;
}

function oneLine(text: string): string {
  return text.replace(/\s*[\r\n]+\s*/g, ' ');
}

/** Takes what is too much from the widest flexible column, again and again. */
function shrink<Row>(natural: number[], columns: readonly Column<Row>[], width: number): number[] {
  const widths = [...natural];
  const total = () => widths.reduce((sum, size) => sum + size, 0) + gap * (widths.length - 1);
  while (total() > width) {
    let widest = -1;
    for (const [index, { flexible }] of columns.entries()) {
      const size = widths[index] as number;
      if (flexible && size > narrowest && size > (widths[widest] ?? 0)) widest = index;
    }
    if (widest === -1) return widths;
    widths[widest] = (widths[widest] as number) - 1;
  }
  return widths;
}
