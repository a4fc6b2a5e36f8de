import { expect, it } from 'vitest';
import { unknownCollations } from '../../../src/migrate/archive/collations.js';

const all = [
  'utf8mb4_unicode_ci',
  'utf8mb4_0900_ai_ci',
  'utf8mb4_de_pb_0900_as_cs',
  'utf8mb4_uca1400_ai_ci',
  'utf8mb3_general_ci',
];

it.each([
  ['10.5', all.slice(1)],
  ['10.11', ['utf8mb4_0900_ai_ci', 'utf8mb4_de_pb_0900_as_cs']],
  ['11.8', []],
])('MariaDB %s does not know %j', (version, unknown) => {
  expect(unknownCollations(all, version)).toEqual(unknown);
});
