/** Figures as a person reads them. */

/** @param {number} value */
export const seconds = (value) =>
  value < 0.1 ? `${(value * 1000).toFixed(1)} ms` : `${value.toFixed(value < 10 ? 2 : 1)} s`;

/** @param {number} value */
export const milliseconds = (value) => `${value.toFixed(value < 10 ? 1 : 0)} ms`;

/** @param {number} value */
export const times = (value) => `${value.toFixed(value < 10 ? 2 : 0)} ×`;

/** @param {number} value */
export const count = (value) => value.toLocaleString('en-US');

/** @param {number} bytes */
export const megabytes = (bytes) => `${Math.round(bytes / 1e6)} MB`;

/**
 * A Markdown table, its columns as wide as their longest cell.
 * @param {string[]} head @param {string[][]} rows
 */
export function table(head, rows) {
  const widths = head.map((_, at) => Math.max(3, ...[head, ...rows].map((row) => row[at].length)));
  const line = (/** @type {string[]} */ cells) =>
    `| ${cells.map((cell, at) => (at === 0 ? cell.padEnd(widths[at]) : cell.padStart(widths[at]))).join(' | ')} |`;
  const rule = widths.map((width, at) =>
    at === 0 ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`,
  );
  return [line(head), `| ${rule.join(' | ')} |`, ...rows.map(line)].join('\n');
}

/**
 * A contestant's row: cost, spread, and how it compares with the one everything is held against.
 * @param {string} name
 * @param {import('./rounds.js').Figure} figure
 * @param {import('./rounds.js').Figure} floor
 */
export function row(name, figure, floor) {
  return [
    name,
    seconds(figure.wall),
    `${seconds(figure.min)} – ${seconds(figure.max)}`,
    times(figure.wall / floor.wall),
    seconds(figure.cpu),
    times(figure.cpu / floor.cpu),
    String(figure.runs),
  ];
}

export const rowHead = ['', 'wall', 'fastest – slowest', 'ratio', 'CPU', 'ratio', 'runs'];
