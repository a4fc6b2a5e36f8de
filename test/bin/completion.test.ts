import { execFileSync } from 'node:child_process';
import { chmodSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { induk, root } from './run.js';

const inventory = join(root, 'inventory');
let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'induk-completion-'));
  const shim = `#!/bin/sh\nexec ${process.execPath} ${join(root, 'bin', 'run.js')} "$@"\n`;
  writeFileSync(join(folder, 'induk'), shim);
  chmodSync(join(folder, 'induk'), 0o755);
});

/** What a real bash offers when Tab is pressed after the words. */
function offered(...words: string[]): string[] {
  const script = [
    'source <(induk completion bash)',
    `COMP_WORDS=(induk ${words.map((word) => `'${word}'`).join(' ')})`,
    `COMP_CWORD=${words.length}`,
    '_induk',
    // biome-ignore lint/suspicious/noTemplateCurlyInString: bash reads it, not JavaScript
    'printf "%s\\n" "${COMPREPLY[@]}"',
  ].join('\n');
  const env = { PATH: `${folder}:${process.env.PATH}`, INDUK_INVENTORY: inventory };
  const text = execFileSync('bash', ['--norc', '-c', script], { env, encoding: 'utf8' });
  return text.split('\n').filter(Boolean);
}

describe('completion in bash', () => {
  it('offers commands', () => expect(offered('lis')).toEqual(['list']));

  it('offers flags', () => expect(offered('list', '--csv')).toEqual(['--csv']));

  it('offers apps of the inventory', () => {
    expect(offered('plan', 'disp')).toEqual(['dispar/wisata']);
  });

  it('offers agencies and servers for their flags', () => {
    expect(offered('plan', '--opd', '')).toEqual(['disdukcapil', 'dispar', 'kec-sukamaju']);
    expect(offered('plan', '--server', '')).toEqual(['lokal']);
  });
});

describe('induk completion', () => {
  it.each(['bash', 'zsh', 'fish'])('prints a script for %s', async (shell) => {
    const { code, stdout } = await induk(['completion', shell]);
    expect(code).toBe(0);
    expect(stdout).toContain('induk __complete --');
  });

  it('refuses another shell', async () => {
    expect(await induk(['completion', 'tcsh'])).toMatchObject({ code: 64 });
  });
});
