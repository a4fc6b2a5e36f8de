import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mergeInserts } from '../../../src/backup/database/merge-inserts.js';

async function merged(text: string, cuts: number[] = []): Promise<string> {
  const bytes = Buffer.from(text);
  const places = [...cuts.map((cut) => cut % (bytes.length + 1)), bytes.length].sort(
    (a, b) => a - b,
  );
  async function* chunks(): AsyncGenerator<Buffer> {
    for (const [index, to] of places.entries()) yield bytes.subarray(places[index - 1] ?? 0, to);
  }
  const out: Buffer[] = [];
  for await (const chunk of mergeInserts(chunks())) out.push(chunk);
  return Buffer.concat(out).toString();
}

const row = (table: string, value: string): string =>
  `INSERT INTO \`${table}\` VALUES (${value});\n`;

describe('statements of one row', () => {
  it('become one of many, table by table', async () => {
    const dump = `LOCK TABLES;\n${row('a', '1')}${row('a', "'x;\\n'")}${row('b', '3')}UNLOCK;\n`;
    expect(await merged(dump)).toBe(
      "LOCK TABLES;\nINSERT INTO `a` VALUES (1),\n('x;\\n');\nINSERT INTO `b` VALUES (3);\nUNLOCK;\n",
    );
  });

  it('stay as they are in the body of a routine', async () => {
    const body = `DELIMITER ;;\nBEGIN\n${row('a', '1')}${row('a', '2')}END ;;\nDELIMITER ;\n`;
    expect(await merged(body)).toBe(body);
    expect(await merged(body + row('a', '1') + row('a', '2'))).toContain('(1),\n(2);');
  });

  it.each([
    [
      'with columns',
      'INSERT INTO `a` (`x`, `y`) VALUES (1);\n',
      'INSERT INTO `a` (`x`, `y`) VALUES (1),\n(1);\n',
    ],
    ['of a table with a strange name', row('a VALUES (b', '1'), row('a VALUES (b', '1').repeat(2)],
  ])('%s are understood', async (_, line, expected) => {
    expect(await merged(line.repeat(2))).toBe(expected);
  });

  it('end before they are too long for a server', async () => {
    const long = row('a', `'${'x'.repeat(3 << 20)}'`);
    expect((await merged(long.repeat(4))).match(/INSERT INTO/g)).toHaveLength(2);
  });

  it('are merged the same wherever the stream is cut', async () => {
    const dump = `${row('a', '1')}${row('a', '2')}DELIMITER ;;\n${row('a', '1')};;\nDELIMITER ;\n${row('b', '1')}rest`;
    const whole = await merged(dump);
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(), { maxLength: 30 }), async (cuts) => {
        expect(await merged(dump, cuts)).toBe(whole);
      }),
    );
  });
});
