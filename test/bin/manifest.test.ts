import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { root } from './run.js';

interface Entry {
  id: string;
  description?: string;
  examples?: unknown[];
  relativePath: string[];
  flags: Record<string, { description?: string }>;
  args: Record<string, { description?: string }>;
}

const manifest = JSON.parse(readFileSync(join(root, 'oclif.manifest.json'), 'utf8'));
const commands = Object.values(manifest.commands) as Entry[];

describe.each(commands.map((entry) => [entry.id, entry] as const))('command %s', (_, entry) => {
  it('has a description and examples', () => {
    expect(entry.description ?? '').not.toBe('');
    expect(entry.examples?.length ?? 0).toBeGreaterThan(0);
  });

  it('describes each flag and argument', () => {
    const named = [...Object.entries(entry.flags), ...Object.entries(entry.args)];
    const bare = named.filter(([, { description }]) => !description).map(([name]) => name);
    expect(bare).toEqual([]);
  });

  it('takes the flags every command takes', () => {
    expect(Object.keys(entry.flags)).toEqual(
      expect.arrayContaining(['json', 'inventory', 'no-input', 'lang']),
    );
  });

  it('is where the manifest says', () => {
    expect(existsSync(join(root, ...entry.relativePath))).toBe(true);
  });
});

describe('the manual', () => {
  it('says what the program says', () => {
    execFileSync(process.execPath, ['scripts/docs.js', '--check'], { cwd: root, stdio: 'pipe' });
  });
});
