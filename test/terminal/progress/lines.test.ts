import { describe, expect, it } from 'vitest';
import { ndjsonRenderer } from '../../../src/terminal/progress/ndjson.js';
import { plainRenderer } from '../../../src/terminal/progress/plain.js';
import { openProgress } from '../../../src/terminal/progress/progress.js';
import { summary } from '../../../src/terminal/progress/words.js';
import { events } from './events.js';

const now = () => new Date('2026-05-01T08:09:10.500Z');

describe('plain lines', () => {
  it.each(['en', 'id'] as const)('tell every event with its time in %s', (lang) => {
    const lines: string[] = [];
    const renderer = plainRenderer({ write: (line) => lines.push(line), now, lang });
    events.forEach(renderer.draw);
    expect(lines).toMatchSnapshot();
  });
});

describe('the last line of an apply', () => {
  it.each<[string[], number, string]>([
    [[], 0, 'none failed'],
    [[], 1, 'failed: 1 step(s) of the servers'],
    [['dinkes/antrian'], 2, 'failed: dinkes/antrian, 2 step(s) of the servers'],
  ])('tells what failed of %j and %i steps', (failed, stepsFailed, end) => {
    const event = { type: 'apply.done' as const, done: 3, failed, stepsFailed, ms: 1200 };
    expect(summary(event, 'en')).toBe(`3 steps done in 1.2 s; ${end}`);
  });
});

describe('NDJSON', () => {
  it('is one object a line, with the fields of a fault and nothing of an Error', () => {
    const lines: string[] = [];
    const renderer = ndjsonRenderer({ write: (line) => lines.push(line), now, lang: 'en' });
    events.forEach(renderer.draw);
    const parsed = lines.map((line) => JSON.parse(line));
    expect(parsed.map(({ type }) => type)).toEqual(events.map(({ type }) => type));
    expect(parsed.every(({ time }) => time === '2026-05-01T08:09:10.500Z')).toBe(true);
    expect(parsed.find(({ type }) => type === 'step.failed').error).toEqual({
      code: 'CLI010',
      message: 'cannot read x: EACCES',
      next: 'check that the file exists and is yours',
      exit: 1,
      logTail: ['last words'],
    });
  });
});

describe('openProgress', () => {
  it('knows what is under way', () => {
    const stream = { write: () => true } as unknown as NodeJS.WriteStream;
    const progress = openProgress({ json: false, lang: 'en', stream, env: {} });
    events.slice(0, 5).forEach(progress.emit);
    expect(progress.doing()).toBe('build image dishub-parkir:c3d4, start dinkes-antrian');
    events.slice(5).forEach(progress.emit);
    expect(progress.doing()).toBe('');
  });
});
