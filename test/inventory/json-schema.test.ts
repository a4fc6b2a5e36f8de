import { describe, expect, test } from 'vitest';
import { inventoryJsonSchema, modeline } from '../../src/inventory/json-schema.js';
import { readExample } from './read-example.js';
import { undescribed } from './undescribed.js';

const write = 'stale: run  npx vitest run test/inventory/json-schema.test.ts -u';

describe('JSON schema', () => {
  test.each(['site', 'opd'] as const)(
    'schema/%s.schema.json is what the code says',
    async (kind) => {
      const text = `${JSON.stringify(inventoryJsonSchema()[kind], null, 2)}\n`;
      await expect(text, write).toMatchFileSnapshot(`../../schema/${kind}.schema.json`);
    },
  );

  test('every field has a description and an example', () => {
    const { site, opd } = inventoryJsonSchema();
    expect([...undescribed(site, 'site'), ...undescribed(opd, 'opd')]).toEqual([]);
  });

  test('the example files point at their schema', () => {
    for (const { path, text } of readExample()) {
      const [kind, folder] =
        path === 'site.yaml' ? ['site' as const, '../schema'] : ['opd' as const, '../../schema'];
      expect(text.split('\n')[0], path).toBe(modeline(kind, folder));
    }
  });
});
