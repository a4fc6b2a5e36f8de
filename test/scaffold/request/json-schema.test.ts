import { expect, test } from 'vitest';
import { requestJsonSchema } from '../../../src/scaffold/request/json-schema.js';

const write = 'stale: run  npx vitest run test/scaffold/request/json-schema.test.ts -u';

test('schema/request.schema.json is what the code says', async () => {
  const text = `${JSON.stringify(requestJsonSchema(), null, 2)}\n`;
  await expect(text, write).toMatchFileSnapshot('../../../schema/request.schema.json');
});

test('every key has a description and an example', () => {
  expect(bare(requestJsonSchema(), 'request')).toEqual([]);
});

interface Node {
  properties?: Record<string, Node>;
  additionalProperties?: Node | boolean;
  anyOf?: Node[];
  items?: Node;
  description?: string;
  examples?: unknown[];
}

/** Paths of properties that lack words for a person. */
function bare(node: Node, path: string): string[] {
  const own = Object.entries(node.properties ?? {}).flatMap(([key, child]) => [
    ...(child.description && child.examples?.length ? [] : [`${path}.${key}`]),
    ...bare(child, `${path}.${key}`),
  ]);
  const { additionalProperties: rest, anyOf = [], items } = node;
  return [
    ...own,
    ...(typeof rest === 'object' ? bare(rest, `${path}.*`) : []),
    ...anyOf.flatMap((child) => bare(child, path)),
    ...(items ? bare(items, `${path}[]`) : []),
  ];
}
