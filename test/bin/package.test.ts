import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { finish, root, start } from './run.js';

const folder = mkdtempSync(join(tmpdir(), 'induk-package-'));
let files: string[] = [];

beforeAll(() => {
  // --ignore-scripts: the tests run after the build, and prepack would build again.
  const args = ['pack', '--json', '--ignore-scripts', '--pack-destination', folder];
  const [packed] = JSON.parse(execFileSync('npm', args, { cwd: root, encoding: 'utf8' }));
  files = packed.files.map(({ path }: { path: string }) => path);
  execFileSync('tar', ['-xzf', join(folder, packed.filename), '-C', folder]);
}, 120_000);

afterAll(() => rm(folder, { recursive: true, force: true }));

describe('the package', () => {
  it('carries the manifest, the bundle and the templates', () => {
    expect(files).toEqual(
      expect.arrayContaining([
        'oclif.manifest.json',
        'bin/run.js',
        'dist/main.js',
        'dist/commands/list.js',
        'templates/images/caddy/Dockerfile',
        'templates/apps/requests/izin-praktik.yaml',
        // npm has a mind of its own about these two
        'templates/apps/layanan/project/dot-gitignore',
        'templates/apps/layanan/project/package-lock.json',
      ]),
    );
  });

  it('carries no sources, tests or source maps', () => {
    const own = files.filter((path) => !path.startsWith('templates/apps/'));
    expect(own.filter((path) => /^(src|test|scripts)\/|\.map$|\.ts$/.test(path))).toEqual([]);
    expect(files.filter((path) => /node_modules|\/dist\//.test(path))).toEqual([]);
  });

  it('has a manifest of its own version', () => {
    const read = (name: string) => JSON.parse(readFileSync(join(folder, 'package', name), 'utf8'));
    expect(read('oclif.manifest.json').version).toBe(read('package.json').version);
  });

  it.each([
    ['--version', /^induk\//],
    ['list', /dispar\/wisata/],
    ['plan --help', /USAGE/],
    ['help', /COMMANDS/],
  ])('runs `induk %s` alone, with no node_modules near', async (line, expected) => {
    const env = { INDUK_INVENTORY: join(root, 'inventory') };
    const bin = join(folder, 'package', 'bin', 'run.js');
    const { code, stdout } = await finish(start([bin, ...line.split(' ')], { cwd: folder, env }));
    expect(stdout).toMatch(expected);
    expect(code).toBe(0);
  });
});
