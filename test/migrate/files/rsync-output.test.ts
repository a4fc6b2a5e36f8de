import { describe, expect, it } from 'vitest';
import {
  bytesOf,
  changedEntries,
  readItem,
  readProblem,
  readProgress,
  readTotals,
} from '../../../src/migrate/files/rsync-output.js';

describe('what rsync says', () => {
  it('of its totals', () => {
    const text = `
Number of files: 1,205 (reg: 1,100, dir: 103, link: 2)
Number of created files: 3 (reg: 3)
Number of deleted files: 12
Number of regular files transferred: 3
Total file size: 60,001,234 bytes
Total transferred file size: 60,000,000 bytes
Literal data: 29,000,000 bytes
Matched data: 31,000,000 bytes
Total bytes sent: 91,233
Total bytes received: 29,110,120
`;
    expect(readTotals(text)).toEqual({
      entries: 1205,
      regular: 1100,
      files: 3,
      deleted: 12,
      bytes: 60_001_234,
      literal: 29_000_000,
      received: 29_110_120,
    });
  });

  it('of its progress', () => {
    const line = '     32,768,000  54%   12.34MB/s    0:00:02 (xfr#1, to-chk=0/2)';
    expect(readProgress(line)).toEqual({ bytes: 32_768_000, percent: 54 });
    expect(readProgress('Number of files: 3')).toBeUndefined();
  });

  it.each([
    [
      'rsync: [sender] send_files failed to open "/srv/a \\#012b": Permission denied (13)',
      'unreadable',
    ],
    ['rsync: send_files failed to open "/srv/a \\#012b": Permission denied (13)', 'unreadable'],
    ['rsync: [sender] opendir "/srv/a \\#012b" failed: Permission denied (13)', 'unreadable'],
    [
      'rsync: [sender] link_stat "/srv/a \\#012b" failed: No such file or directory (2)',
      'vanished',
    ],
    ['file has vanished: "/srv/a \\#012b"', 'vanished'],
    ['rsync: [receiver] mkstemp "/srv/a \\#012b" failed: Read-only file system (30)', 'other'],
    ['rsync: [generator] chown "/srv/a \\#012b" failed: Operation not permitted (1)', 'other'],
  ])('of a problem: %s', (line, kind) => {
    expect(readProblem(line)).toMatchObject({ kind, path: '/srv/a \\#012b' });
  });

  it('of nothing that is a problem of a path', () => {
    expect(
      readProblem('rsync error: some files could not be transferred (code 23)'),
    ).toBeUndefined();
  });

  it.each([
    ['*deleting   lama/x', 'extra lama/x'],
    ['>f+++++++++ baru', 'missing baru'],
    ['cd+++++++++ folder/', 'missing folder/'],
    ['cL+++++++++ tautan -> a', 'missing tautan -> a'],
    ['hf+++++++++ kembar => a', 'missing kembar => a'],
    ['>fcst...... isi', 'content isi'],
    ['>f.st...... isi', 'content isi'],
    ['>f..t...... waktu', 'time waktu'],
    ['.f...p..... mode', 'mode mode'],
    ['.d....og... milik/', 'owner milik/'],
    ['.f.......a. acl', 'rights acl'],
    ['.f........x atribut', 'attributes atribut'],
    ['hf......... kembar => a', 'attributes kembar => a'],
    ['cLc.t...... tautan -> b', 'content tautan -> b'],
    ['.d..t...... folder/', undefined],
    ['.d..t...... ./', undefined],
    ['Number of files: 3', undefined],
  ])('of a difference: %s', (line, told) => {
    const item = readItem(line);
    expect(item === undefined ? undefined : `${item.what} ${item.path}`).toBe(told);
  });

  it('of names whose bytes are not to be shown', () => {
    expect(bytesOf('a\\#012b\\#377 é').equals(Buffer.from('a\nb\xff \xc3\xa9', 'latin1'))).toBe(
      true,
    );
    expect(bytesOf('\\#134#012').toString()).toBe('\\#012');
  });

  it('of what it changed, where that can be looked at by itself', () => {
    const lines = ['>f+++++++++ a b', 'cd+++++++++ baru/', '.d..t...... ./', 'cL+++++++++ \\#377'];
    const paths = changedEntries(lines)?.map((path) => path.toString('latin1'));
    expect(paths).toEqual(['a b', 'baru', '.', '\xff']);
    expect(changedEntries([])).toEqual([]);
    for (const other of ['*deleting   lama', 'hf+++++++++ kembar', 'cannot delete x']) {
      expect(changedEntries([...lines, other])).toBeUndefined();
    }
    expect(changedEntries(Array.from({ length: 5001 }, () => lines[0] as string))).toBeUndefined();
  });
});
