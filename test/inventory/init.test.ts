import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { newInventoryFiles } from '../../src/inventory/template.js';
import { type Asker, askForInventory } from '../../src/session/init-questions.js';
import { loadInventory } from '../../src/session/inventory.js';
import { folderOf, writeInventory } from '../../src/session/new-inventory.js';

/** Answers by flag; an answer the question refuses is told instead of accepted. */
function asker(answers: Record<string, string>, interactive = true): Asker {
  return {
    interactive,
    say: (code) => code,
    async ask({ flag, default: otherwise, validate }) {
      const answer = answers[flag.split(' ')[0] as string] ?? otherwise ?? '';
      const verdict = validate(answer);
      if (verdict !== true) throw new Error(`${flag}: ${verdict}`);
      return answer;
    },
  };
}

const required = { site: 'kota-contoh', domain: 'contoh.go.id', address: '10.0.0.1' };

let root: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'induk-init-'));
});
afterEach(() => rm(root, { recursive: true }));

describe('induk init', () => {
  test('without a terminal, flags and defaults are enough', async () => {
    const answers = await askForInventory(required, asker({}, false));
    await writeInventory(root, newInventoryFiles(answers));
    const { inventory } = await loadInventory(root);
    expect(inventory.servers).toMatchObject([{ name: 'pusat-1', user: 'induk' }]);
    expect(await readdir(join(root, '.schema'))).toEqual(['opd.schema.json', 'site.schema.json']);
  });

  test('on a terminal it asks what flags do not say', async () => {
    const answers = { '--address': 'local', '--opd': 'dishub', '--opd-name': 'Dinas Perhubungan' };
    const { site, domain } = required;
    expect(await askForInventory({ site, domain }, asker(answers))).toMatchObject({
      title: 'kota-contoh',
      server: { name: 'lokal', address: 'local' },
      agency: { opd: 'dishub', name: 'Dinas Perhubungan' },
    });
    expect(await askForInventory(required, asker({}))).toMatchObject({ agency: undefined });
  });

  test('a wrong answer is refused at its question, a wrong flag at once', async () => {
    await expect(askForInventory({}, asker({ '--site': 'Kota' }))).rejects.toThrow(
      '--site NAME: INV023',
    );
    await expect(askForInventory(required, asker({ '--opd': 'A B' }))).rejects.toThrow('INV023');
    const flags = { ...required, domain: 'x' };
    await expect(askForInventory(flags, asker({}))).rejects.toMatchObject({
      code: 'INV024',
      exit: 64,
    });
  });

  test('what is there is never overwritten', async () => {
    await writeFile(join(root, 'site.yaml'), 'mine');
    const files = newInventoryFiles(await askForInventory(required, asker({}, false)));
    await expect(writeInventory(root, files)).rejects.toMatchObject({ code: 'INV104' });
    expect(await readFile(join(root, 'site.yaml'), 'utf8')).toBe('mine');
    expect(await readdir(root)).toEqual(['site.yaml']);
  });

  test('files that would not be valid are not written', async () => {
    const files = [{ path: 'site.yaml', text: 'site: x\n' }];
    await expect(writeInventory(root, files)).rejects.toMatchObject({ code: 'INV000', exit: 65 });
    expect(await readdir(root)).toEqual([]);
  });

  test('a file stands for its inventory', async () => {
    const answers = await askForInventory({ ...required, opd: 'dishub' }, asker({}, false));
    await writeInventory(root, newInventoryFiles(answers));
    expect(await folderOf(join(root, 'opd/dishub.yaml'))).toBe(root);
    expect(await folderOf(join(root, 'site.yaml'))).toBe(root);
    expect(await folderOf(root)).toBe(root);
  });
});
