import { execFileSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { keyLine } from '../../../src/cluster/deploy-keys/account.js';

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'induk-keys-'));
  writeFileSync(join(folder, 'sudo'), `#!/bin/sh\nfor word; do printf '%s\\0' "$word"; done\n`);
  chmodSync(join(folder, 'sudo'), 0o755);
});
afterAll(() => rmSync(folder, { recursive: true }));

/** The words that sudo gets, when sshd runs the command of the line for what a client asked. */
function words(asked: string | undefined): string[] {
  const line = keyLine('dishub-parkir', 'ci', 'ssh-ed25519 AAAA');
  const command = /command="((?:[^"\\]|\\.)*)"/.exec(line)?.[1]?.replaceAll('\\"', '"') ?? '';
  const env = { PATH: `${folder}:/usr/bin:/bin`, ...(asked && { SSH_ORIGINAL_COMMAND: asked }) };
  return execFileSync('/bin/sh', ['-c', command], { env }).toString().split('\0').slice(0, -1);
}

describe('the line of a deploy key', () => {
  const fixed = ['-n', '/usr/local/sbin/induk-deploy', 'dishub-parkir', 'ci'];

  it('allows nothing but its command', () => {
    expect(keyLine('dishub-parkir', 'ci', 'ssh-ed25519 AAAA')).toMatch(/^restrict,command="exec /);
    expect(words(undefined)).toEqual([...fixed, '']);
  });

  it.each([
    'deploy',
    'deploy; id',
    '"; id; "',
    "'; id; '",
    '$(id) `id` $HOME',
    '-u root id',
    'a b\nc',
    '*',
    '\\',
  ])('passes %j on as one word', (asked) => {
    expect(words(asked)).toEqual([...fixed, asked]);
  });
});
