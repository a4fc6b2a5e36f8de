import { appendFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parseJournal } from '../../src/migrate/journal.js';
import { openJournal } from '../../src/migrate/journal-file.js';
import { faultOf } from '../server/fault.js';

let folder: string;
let path: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'induk-journal-'));
  path = join(folder, 'journal.ndjson');
});

afterEach(() => rmSync(folder, { recursive: true }));

const now = () => new Date('2026-11-22T04:00:00Z');

describe('a journal', () => {
  it('remembers what was written, in order, over runs', async () => {
    const first = await openJournal(path, now);
    await first.append({ event: 'goal', goal: 'ready' });
    await first.append({ event: 'begun', step: 'key', undo: { line: 'a\nb' } });
    await first.close();
    const second = await openJournal(path, now);
    expect(second.entries).toEqual([
      { at: '2026-11-22T04:00:00.000Z', event: 'goal', goal: 'ready' },
      { at: '2026-11-22T04:00:00.000Z', event: 'begun', step: 'key', undo: { line: 'a\nb' } },
    ]);
    await second.close();
  });

  it('forgets a line that a power cut broke off, wherever it broke', async () => {
    const journal = await openJournal(path, now);
    await journal.append({ event: 'goal', goal: 'ready' });
    await journal.close();
    const whole = readFileSync(path, 'utf8');
    for (let cut = 0; cut < whole.length; cut += 1) {
      appendFileSync(path, whole.slice(0, cut));
      const again = await openJournal(path, now);
      expect(again.entries).toHaveLength(1);
      await again.close();
      expect(readFileSync(path, 'utf8')).toBe(whole);
    }
    const last = await openJournal(path, now);
    await last.append({ event: 'begun', step: 'key' });
    await last.close();
    expect(parseJournal(readFileSync(path, 'utf8')).entries).toHaveLength(2);
  });

  it('is refused when another line is broken', async () => {
    appendFileSync(path, '{"at":\n{"event":"goal","goal":"ready"}\n');
    const fault = await faultOf(openJournal(path, now));
    expect([fault.code, fault.args]).toEqual(['MIG200', { line: 1 }]);
  });
});
