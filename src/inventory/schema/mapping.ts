import { z } from 'zod';

/**
 * A mapping that refuses unknown keys. The message of such an issue carries the known
 * keys, so that the diagnostic can suggest one.
 */
export function mapping<Shape extends z.core.$ZodShape>(shape: Shape) {
  const known = Object.keys(shape).join(' ');
  return z.strictObject(shape, {
    error: (issue) => (issue.code === 'unrecognized_keys' ? known : undefined),
  });
}

/**
 * A value that is true exactly when `isValid` says so; `code` names the diagnostic.
 * `pattern` only serves editors, through the JSON Schema.
 */
export function text(code: string, isValid: (value: string) => boolean, pattern?: RegExp) {
  const schema = z.string().refine(isValid, { error: code });
  return pattern === undefined ? schema : schema.meta({ pattern: pattern.source });
}
