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

/**
 * A mapping with free keys. zod's own check of a record's key skips the value of a wrong
 * one, so its mistakes would only show later; this checks keys beside values.
 */
export function named<Value extends z.ZodType>(code: string, key: RegExp, value: Value) {
  const check = new z.core.$ZodCheck({ check: 'custom', when: () => true });
  check._zod.check = (payload) => {
    const { value: input } = payload;
    // the names of a list are none that a person wrote
    if (typeof input !== 'object' || input === null || Array.isArray(input)) return;
    for (const name of Object.keys(input)) {
      if (key.test(name)) continue;
      payload.issues.push({ code: 'custom', message: code, path: [name], input, params: onKey });
    }
  };
  return z
    .record(z.string(), value)
    .check(check)
    .meta({ propertyNames: { pattern: key.source } });
}

/** Marks an issue that is about a key. */
export const onKey = { on: 'key' } as const;
