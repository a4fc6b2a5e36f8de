/** Sizes and durations as people write them. */

const decimal: Record<string, number> = { '': 1, k: 1e3, K: 1e3, M: 1e6, G: 1e9, T: 1e12 };
const binary: Record<string, number> = { Ki: 2 ** 10, Mi: 2 ** 20, Gi: 2 ** 30, Ti: 2 ** 40 };

/** `512MiB`, `1.5GiB`, `10GB`: binary and decimal units of bytes. */
export const bytesPattern = /^(\d{1,9}(?:\.\d{1,3})?) ?([kKMGT]|[KMGT]i)?B$/;

/** `90s`, `2m`, `1h`. */
export const durationPattern = /^(\d{1,6})(ms|s|m|h)$/;

/** @returns bytes, or undefined when `text` is not a size */
export function parseBytes(text: string): number | undefined {
  const found = bytesPattern.exec(text);
  if (found === null) return undefined;
  const unit = found[2] ?? '';
  const factor = decimal[unit] ?? binary[unit];
  return factor === undefined ? undefined : Math.round(Number(found[1]) * factor);
}

/** @returns seconds, or undefined when `text` is not a duration */
export function parseDuration(text: string): number | undefined {
  const found = durationPattern.exec(text);
  if (found === null) return undefined;
  const factor = { ms: 0.001, s: 1, m: 60, h: 3600 }[found[2] as 'ms' | 's' | 'm' | 'h'];
  return Number(found[1]) * factor;
}

/** `90m`, `12h`, `2d`, `1w`: longer spans, in whole minutes. */
const spanPattern = /^(\d{1,5})([mhdw])$/;

/** @returns minutes, or undefined when `text` is not a span of time */
export function parseSpan(text: string): number | undefined {
  const found = spanPattern.exec(text);
  if (found === null) return undefined;
  return Number(found[1]) * { m: 1, h: 60, d: 1440, w: 10_080 }[found[2] as 'm' | 'h' | 'd' | 'w'];
}

/** The shortest exact way to write a number of bytes; `parseBytes` reads it back. */
export function formatBytes(bytes: number): string {
  for (const [unit, factor] of [...Object.entries(binary).reverse()]) {
    if (bytes >= factor && bytes % factor === 0) return `${bytes / factor}${unit}B`;
  }
  return `${bytes}B`;
}
