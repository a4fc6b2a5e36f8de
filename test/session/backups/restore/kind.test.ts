import { describe, expect, it } from 'vitest';
import { hasReached } from '../../../../src/session/backups/restore/journal.js';
import { type RestoreFlags, restoreKind } from '../../../../src/session/backups/restore/restore.js';

describe('the kind of a restore', () => {
  it.each<[RestoreFlags, string]>([
    [{}, 'new'],
    [{ at: '2026-11-20 10:31', to: 'pusat-2', as: 'salinan' }, 'new'],
    [{ only: 'database', output: 'a.sql', force: true, set: 'x' }, 'only'],
    [{ 'in-place': true, confirm: 'dishub/parkir', force: false }, 'in place'],
  ])('%j is %s', (flags, kind) => {
    expect(restoreKind(flags)).toBe(kind);
  });

  it.each<[RestoreFlags, string]>([
    [{ only: 'database' }, '--only'],
    [{ output: 'a' }, '--output'],
    [{ 'in-place': true, as: 'salinan' }, '--as'],
    [{ only: 'files', output: 'a', 'in-place': true }, '--in-place'],
    [{ set: 'x', at: 'y' }, '--set, --at'],
  ])('refuses %j because of %s', (flags, named) => {
    expect(() => restoreKind(flags)).toThrow(
      expect.objectContaining({ code: 'BAK125', args: { flags: named }, exit: 64 }),
    );
  });

  it('ignores flags that every command has', () => {
    expect(restoreKind({ json: true, inventory: 'x' } as RestoreFlags)).toBe('new');
  });
});

describe('a journal', () => {
  it('has reached what lies behind it', () => {
    expect(hasReached({ phase: 'stopped' }, 'saved')).toBe(true);
    expect(hasReached({ phase: 'stopped' }, 'stopped')).toBe(true);
    expect(hasReached({ phase: 'saved' }, 'stopped')).toBe(false);
  });
});
