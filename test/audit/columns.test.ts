import { describe, expect, it } from 'vitest';
import { auditColumns } from '../../src/audit/columns.js';
import { record } from './workplace.js';

const cells = (change: object) => {
  const entry = { seq: 7, prev: '', ...record(), ...change };
  return Object.fromEntries(auditColumns.map(({ title, value }) => [title, value(entry)]));
};

describe('auditColumns', () => {
  it('says a detail in words', () => {
    const detail = { services: ['create a', 'update b'], code: 'CLU001', more: { x: 1 } };
    expect(cells({ detail, app: 'a/b' })).toEqual({
      '#': '7',
      TIME: '2025-03-01T08:00:00Z',
      OPERATOR: 'sari@kominfo',
      ACTION: 'apply',
      APP: 'a/b',
      OUTCOME: 'ok',
      DETAIL: 'services: create a, update b; code: CLU001; more: {"x":1}',
    });
  });

  it('lets no escape sequence of a tampered line through', () => {
    const evil = '\u001B[2J\u0007';
    const row = cells({ operator: evil, action: evil, time: evil, detail: { a: evil, b: [evil] } });
    expect(Object.values(row).join('')).not.toMatch(/\p{Cc}/u);
  });

  it('survives a tampered line of another shape', () => {
    expect(cells({ detail: null, operator: undefined, app: 3 })).toMatchObject({ DETAIL: '' });
  });
});
