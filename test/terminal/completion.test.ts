import { describe, expect, it } from 'vitest';
import { type CommandShape, candidates } from '../../src/terminal/completion/candidates.js';

const flags = {
  opd: { type: 'option' },
  server: { type: 'option', char: 's' },
  lang: { type: 'option', options: ['en', 'id'] },
  yes: { type: 'boolean', char: 'y' },
  secret: { type: 'boolean', hidden: true },
};

const commands: Record<string, CommandShape> = {
  apply: { strict: false, flags, args: { app: {} } },
  completion: { flags: {}, args: { shell: { options: ['bash', 'zsh'] } } },
  help: { strict: false, flags: {}, args: { topic: {} } },
  'secrets:set': { flags: {}, args: { app: {}, key: {} } },
  'secrets:get': { flags: {}, args: { app: {}, key: {} } },
  'servers:setup': { strict: false, flags: {}, args: { server: {} } },
  __complete: { hidden: true, flags: {}, args: {} },
};

const names = {
  apps: ['dishub/parkir', 'dispar/wisata'],
  opds: ['dishub', 'dispar'],
  servers: ['pusat-1', 'pusat-2'],
};

describe('candidates', () => {
  it.each([
    ['', 'apply completion help secrets servers'],
    ['se', 'secrets servers'],
    ['secrets |', 'get set'],
    ['apply |', 'dishub/parkir dispar/wisata'],
    ['apply disp', 'dispar/wisata'],
    ['apply dishub/parkir |', 'dispar/wisata'],
    ['apply --', '--lang --opd --server --yes'],
    ['apply --opd |', 'dishub dispar'],
    ['apply -s |', 'pusat-1 pusat-2'],
    ['apply --lang |', 'en id'],
    ['apply --yes |', 'dishub/parkir dispar/wisata'],
    ['apply -- |', ''],
    ['secrets set |', 'dishub/parkir dispar/wisata'],
    ['secrets set dishub/parkir |', ''],
    ['servers setup pusat-1 |', 'pusat-2'],
    ['completion |', 'bash zsh'],
    ['help |', 'apply completion exit-codes help secrets servers'],
    ['help servers |', 'setup'],
    ['nonsense |', ''],
  ])('%s', (line, expected) => {
    const words = line.split(' ').map((word) => (word === '|' ? '' : word));
    expect(candidates(words, commands, names).join(' ')).toBe(expected);
  });
});
