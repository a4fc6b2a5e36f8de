import { describe, expect, it } from 'vitest';
import {
  limitIn,
  ownProperties,
  sameProperties,
} from '../../../src/migrate/database/properties.js';

const own = `ALTER DATABASE wikidb SET search_path TO 'mediawiki', 'public';
GRANT CONNECT ON DATABASE wikidb TO pembaca;
`;
const held = `ALTER DATABASE wikidb CONNECTION LIMIT = 0;
ALTER DATABASE wikidb SET default_transaction_read_only TO 'on';
`;

describe('properties of a PostgreSQL database', () => {
  it('are its own, without what closes it on its old host', () => {
    expect(ownProperties(held + own)).toBe(own);
    expect(ownProperties('')).toBe('');
  });

  it('tell how many may connect', () => {
    expect(limitIn(own)).toBeUndefined();
    expect(limitIn(held)).toBe('0');
    expect(limitIn(`${own}ALTER DATABASE "wiki db" CONNECTION LIMIT = 20;\n`)).toBe('20');
  });

  it('are the same on two sides of which one is held', () => {
    expect(sameProperties(held + own, own)).toBe(true);
    expect(sameProperties(own, undefined)).toBe(false);
  });
});
