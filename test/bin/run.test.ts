import { readFileSync } from 'node:fs';
import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { finish, induk, root, start } from './run.js';

const inventory = join(root, 'inventory');
const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));

let invalid: string;

beforeAll(async () => {
  invalid = await mkdtemp(join(tmpdir(), 'induk-invalid-'));
  await mkdir(join(invalid, 'opd'));
  const servers = 'servers: {pusat-1: {address: 10.20.0.11}}';
  await writeFile(join(invalid, 'site.yaml'), `site: x\ndomian: contoh.go.id\n${servers}\n`);
});

describe('exit codes', () => {
  it.each([
    [0, ['--version']],
    [0, ['--help']],
    [0, ['help', 'exit-codes']],
    [0, ['list', '--help']],
    [0, ['list', '-i', inventory]],
    [64, ['lst']],
    [64, ['list', '--nope']],
    [64, ['list', '--lang', 'fr']],
    [64, ['show']],
    [64, ['list', '-i', '/nonexistent']],
    [64, ['list', 'no/such', '-i', inventory]],
  ])('%d for %s', async (code, args) => {
    expect(await induk(args)).toMatchObject({ code });
  });

  it('65 for an invalid inventory, with position, source line, caret and suggestion', async () => {
    const { code, stdout, stderr } = await induk(['list', '-i', invalid]);
    expect(code).toBe(65);
    expect(stdout).toBe('');
    expect(stderr).toMatch(/INV\d+ .*site\.yaml:2:1 /);
    expect(stderr).toContain('domian: contoh.go.id');
    expect(stderr).toMatch(/\^+/);
    expect(stderr).toContain('Did you mean "domain"?');
    expect(stderr).toContain('Next: ');
  });
});

describe('the answer and the rest', () => {
  it('prints the version without loading the program', async () => {
    const { stdout } = await induk(['--version']);
    expect(stdout).toContain(`induk/${version}`);
  });

  it('keeps errors off stdout', async () => {
    const { stdout, stderr } = await induk(['lst']);
    expect(stdout).toBe('');
    expect(stderr).toBe('CLI012 unknown command "lst"\nNext: did you mean: induk list\n');
  });

  it('speaks Indonesian by flag and by environment, the flag first', async () => {
    const id = 'CLI012 perintah "lst" tidak dikenal\n';
    const env = { INDUK_LANG: 'id' };
    expect((await induk(['lst', '--lang', 'id'])).stderr).toContain(id);
    expect((await induk(['lst'], { env })).stderr).toContain(id);
    expect((await induk(['lst', '--lang=en'], { env })).stderr).toContain('unknown');
  });

  it('colours only when forced, there being no terminal', async () => {
    const list = ['list', '-i', inventory];
    expect((await induk(list)).stdout).not.toContain('\u001B[');
    expect((await induk(list, { env: { FORCE_COLOR: '1' } })).stdout).toContain('\u001B[1m');
    const both = { FORCE_COLOR: '1', NO_COLOR: '1' };
    expect((await induk(list, { env: both })).stdout).not.toContain('\u001B[');
  });

  it('takes no argument from a piped stdin', async () => {
    const options = { input: 'no-such-app\n' };
    expect(await induk(['list', '-i', inventory], options)).toMatchObject({ code: 0 });
  });

  it('finds the inventory by flag, environment and folder', async () => {
    const rows = (await induk(['list', '-i', inventory])).stdout;
    expect((await induk(['list'], { cwd: '/', env: { INDUK_INVENTORY: inventory } })).stdout).toBe(
      rows,
    );
    expect((await induk(['list'], { cwd: join(inventory, 'opd') })).stdout).toBe(rows);
  });
});

describe('--json', () => {
  const document = async (args: string[]) => {
    const { code, stdout, stderr } = await induk(args);
    return { code, stderr, json: JSON.parse(stdout) };
  };

  it('is one document with the data', async () => {
    const { code, json, stderr } = await document(['list', '--json', '-i', inventory]);
    expect([code, stderr]).toEqual([0, '']);
    expect(Object.keys(json)).toEqual(['ok', 'data', 'warnings', 'formatVersion']);
    expect(json).toMatchObject({ ok: true, formatVersion: 1 });
  });

  it.each([
    [64, 'CLI012', ['lst', '--json']],
    [64, 'CLI003', ['list', '--nope', '--json']],
    [64, 'CLI009', ['list', '-i', '/nonexistent', '--json']],
  ])('is one document for a failure too, exit %d', async (exit, code, args) => {
    const { json, ...rest } = await document(args);
    expect(rest).toEqual({ code: exit, stderr: '' });
    expect(Object.keys(json)).toEqual(['ok', 'error', 'warnings', 'formatVersion']);
    expect(Object.keys(json.error)).toEqual(['code', 'message', 'next', 'at', 'exit']);
    expect(json).toMatchObject({ ok: false, error: { code, exit } });
  });

  it('lists every finding about an inventory', async () => {
    const { code, json } = await document(['list', '--json', '-i', invalid]);
    expect(code).toBe(65);
    const at = expect.objectContaining({ file: 'site.yaml', line: 2, column: 1 });
    expect(json.error.diagnostics).toContainEqual(
      expect.objectContaining({ severity: 'error', at, suggestion: 'domain' }),
    );
  });
});

describe('a closed pipe', () => {
  it('ends quietly', async () => {
    const child = start([join(root, 'bin', 'run.js'), 'help', 'list']);
    child.stdout?.destroy();
    const { code, stderr } = await finish(child);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  });
});
