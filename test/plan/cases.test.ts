import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { outcomeOf, readCase } from './case.js';

const folder = join(import.meta.dirname, 'cases');
const files = readdirSync(folder).filter((name) => name.endsWith('.yaml'));

describe('planning cases', () => {
  it.each(files)('%s', (file) => {
    const given = readCase(join(folder, file));
    expect(given.title).toBeTypeOf('string');
    expect(outcomeOf(given)).toEqual({ unmanaged: [], held: [], ...given.expect });
  });
});
