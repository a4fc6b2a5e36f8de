import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { withInclude } from '../../../src/scaffold/ci/include.js';

const file = '.gitlab/dinkes-izin.yml';
const line = '  - local: /.gitlab/dinkes-izin.yml\n';

describe('the line that includes a pipeline', () => {
  it('is a whole file where there is none', () => {
    expect(withInclude(undefined, file)).toBe(`include:\n${line}`);
    expect(withInclude('', file)).toBe(`include:\n${line}`);
  });

  it('comes below what is there, comments and tags of GitLab kept', () => {
    const text = '# kami\nuji:\n  script: !reference [.dasar, script] # semua\n';
    expect(withInclude(text, file)).toBe(`${text}\ninclude:\n${line}`);
    expect(withInclude('uji: {script: ls}', file)).toBe(`uji: {script: ls}\n\ninclude:\n${line}`);
  });

  it('joins a list, however far that is indented', () => {
    const text = 'include:\n- local: /lain.yml # lain\n# akhir\nuji:\n  script: ls\n';
    expect(withInclude(text, file)).toBe(
      text.replace('- local: /lain.yml', '- local: /.gitlab/dinkes-izin.yml\n- local: /lain.yml'),
    );
    const more = withInclude(`include:\n    # awal\n    - lain.yml\n`, file);
    expect(parse(more ?? '').include).toHaveLength(2);
    expect(more).toContain('    # awal\n');
  });

  it.each([
    [`include:\n${line}`],
    ['include: [.gitlab/dinkes-izin.yml]\n'],
    ['include: /.gitlab/dinkes-izin.yml\n'],
    ['include: {local: .gitlab/dinkes-izin.yml}\n'],
  ])('is not written twice: %s', (text) => expect(withInclude(text, file)).toBe(text));

  it.each([
    ['a list in brackets', 'include: [lain.yml]\n'],
    ['one file alone', 'include: lain.yml\n'],
    ['several documents', 'a: 1\n---\nb: 2\n'],
    ['braces', '{a: {script: ls}}\n'],
    ['no mapping', '- a\n'],
    ['what is broken', 'a: [\n'],
  ])('is left to a person in %s', (_, text) => {
    expect(withInclude(text, file)).toBeUndefined();
  });
});
