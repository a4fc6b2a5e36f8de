import { mkdtempSync, readFileSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { Fault } from '../../src/fault.js';
import { errorJson, errorText, explain } from '../../src/terminal/failure.js';
import { scrub } from '../../src/terminal/scrub.js';

const state = mkdtempSync(join(tmpdir(), 'induk-state-'));
const context = {
  lang: 'en' as const,
  env: { XDG_STATE_HOME: state, APP_PASSWORD: 'hunter2hunter2' },
  version: '1.2.3',
  command: 'plan',
};

describe('an expected error', () => {
  const fault = new Fault('CLI008', { given: 'plam' }, { exit: 64, logTail: ['one', 'two'] });

  it('is told with its code, its log and what to do next', async () => {
    const text = await errorText(explain(fault, context), { lang: 'en', colour: false });
    expect(text).toBe('CLI008 unknown command "plam"\n  │ one\n  │ two\nNext: run: induk help');
  });

  it('gives JSON the named fields and no others', () => {
    const leaky = Object.assign(fault, { password: 'hunter2', config: { token: 'x' } });
    expect(errorJson(explain(leaky, context), 'en')).toEqual({
      code: 'CLI008',
      message: 'unknown command "plam"',
      next: 'run: induk help',
      at: null,
      exit: 64,
      logTail: ['one', 'two'],
    });
  });

  it('that is its own only finding is said once', async () => {
    const args = { name: 'parkr', suggestion: 'parkir' };
    const diagnostics = [{ code: 'INV090', severity: 'error' as const, args }];
    const unknown = new Fault('INV090', args, { exit: 64, diagnostics });
    const text = await errorText(explain(unknown, context), { lang: 'en', colour: false });
    expect(text.match(/INV090/g)).toHaveLength(1);
  });

  it('carries its diagnostics into JSON with words', () => {
    const at = { file: 'site.yaml', line: 3, column: 5, length: 4 };
    const diagnostic = { code: 'CLI014', severity: 'error' as const, args: { path: 'x' }, at };
    const invalid = new Fault('INV000', { root: 'r', errors: 1 }, { diagnostics: [diagnostic] });
    const json = errorJson(explain(invalid, context), 'en');
    expect(json.diagnostics).toEqual([
      expect.objectContaining({ code: 'CLI014', at, message: expect.stringContaining('outside') }),
    ]);
  });
});

describe('an unexpected error', () => {
  it('is called a bug, with a private log that has the stack and no secrets', () => {
    const error = new Error('connect mysql://app:hunter2hunter2@db failed', {
      cause: new Error('AGE-SECRET-KEY-1QQQQ'),
    });
    const failure = explain(error, context);
    expect(failure.code).toBe('BUG');
    expect(failure.exit).toBe(1);
    expect(failure.message).toContain('mysql://app:***@db');
    const path = /file (\S+);/.exec(failure.next ?? '')?.[1] as string;
    expect(path.startsWith(join(state, 'induk'))).toBe(true);
    expect(statSync(path).mode & 0o777).toBe(0o600);
    const log = readFileSync(path, 'utf8');
    expect(log).toContain('failure.test.ts');
    expect(log).not.toMatch(/hunter2|QQQQ/);
  });

  it('may be anything that was thrown', () => {
    expect(explain('odd', context).message).toContain('odd');
    expect(explain(undefined, context).message).toContain('undefined');
  });
});

describe('scrub', () => {
  it.each([
    ['password=abc next', 'password=*** next'],
    ['"token": "abc", "x": 1', '"token": ***, "x": 1'],
    ['https://user:pa:ss@host/', 'https://user:***@host/'],
    ['-----BEGIN OPENSSH PRIVATE KEY-----\nabc\n-----END OPENSSH PRIVATE KEY-----', '***'],
    ['nothing secret', 'nothing secret'],
  ])('%s', (text, expected) => expect(scrub(text, {})).toBe(expected));
});
