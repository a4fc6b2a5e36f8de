import { describe, expect, it } from 'vitest';
import { type Commands, route } from '../src/route.js';

const commands: Commands = new Map(
  ['apply', 'help', 'list', 'secrets:set', 'servers:setup'].map((id) => [id, { id }]),
);
commands.set('ls', { id: 'list' });

const routed = (line: string) => {
  const found = route(line === '' ? [] : line.split(' '), commands);
  return found.kind === 'unknown' ? `? ${found.given}` : [found.id, ...found.argv].join(' ');
};

describe('route', () => {
  it.each([
    ['apply dishub/parkir --yes', 'apply dishub/parkir --yes'],
    ['secrets set a/b KEY', 'secrets:set a/b KEY'],
    ['ls --csv', 'list --csv'],
    ['', 'help'],
    ['--help', 'help'],
    ['-h', 'help'],
    ['apply --help', 'help apply'],
    ['secrets set --help --json', 'help secrets set --json'],
    ['servers', 'help servers'],
    ['help secrets', 'help secrets'],
    ['apply -- --help', 'apply -- --help'],
    ['aply', '? aply'],
    ['secrets sett', '? secrets sett'],
    ['--yes', 'help'],
  ])('%s → %s', (line, expected) => expect(routed(line)).toBe(expected));
});
