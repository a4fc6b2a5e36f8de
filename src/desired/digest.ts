import { createHash } from 'node:crypto';

/** JSON with object keys sorted at every depth, so that equal data gives equal bytes. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) =>
    inner !== null && typeof inner === 'object' && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}

/** SHA-256 of the canonical JSON of a value, 64 lower-case hexadecimal digits. */
export function digestOf(value: unknown): string {
  return createHash('sha256').update(canonicalJson(value)).digest('hex');
}

/** The first 12 digits: enough to tell an app's versions apart, short enough to read. */
export function shortDigest(value: unknown): string {
  return digestOf(value).slice(0, 12);
}
