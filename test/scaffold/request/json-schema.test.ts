import { expect, test } from 'vitest';
import { requestJsonSchema } from '../../../src/scaffold/request/json-schema.js';
import { undescribed } from '../../inventory/undescribed.js';

const write = 'stale: run  npx vitest run test/scaffold/request/json-schema.test.ts -u';

test('schema/request.schema.json is what the code says', async () => {
  const text = `${JSON.stringify(requestJsonSchema(), null, 2)}\n`;
  await expect(text, write).toMatchFileSnapshot('../../../schema/request.schema.json');
});

test('every key has a description and an example', () => {
  expect(undescribed(requestJsonSchema(), 'request')).toEqual([]);
});
