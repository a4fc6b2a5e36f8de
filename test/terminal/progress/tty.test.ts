import { Writable } from 'node:stream';
import { stripVTControlCharacters } from 'node:util';
import { describe, expect, it } from 'vitest';
import type { Event } from '../../../src/cluster/events.js';
import { paint } from '../../../src/terminal/colour.js';
import { ttyRenderer } from '../../../src/terminal/progress/tty.js';
import { events } from './events.js';

/** A terminal that remembers what was written to it. */
class Screen extends Writable {
  readonly isTTY = true;
  readonly columns = 100;
  text = '';

  constructor(readonly rows = 40) {
    super();
  }

  override _write(chunk: Buffer, _: BufferEncoding, done: () => void) {
    this.text += chunk.toString();
    done();
  }
}

async function play(screen: Screen, story: Event[]): Promise<string> {
  const stream = screen as unknown as NodeJS.WriteStream;
  const renderer = ttyRenderer({ stream, paint: paint(false), lang: 'en' });
  story.forEach(renderer.draw);
  await renderer.close();
  return stripVTControlCharacters(screen.text).replace(/\r/g, '');
}

describe('live progress', () => {
  it('ends with the whole picture: servers, apps, steps, failure, summary', async () => {
    const text = await play(new Screen(), events);
    const picture = text.slice(text.lastIndexOf('pusat-1\n'));
    for (const part of [
      'dishub/parkir',
      'build image dishub-parkir:c3d4 2.4 s',
      'update dishub-parkir 900 ms',
      'start dinkes-antrian: CLI010 cannot read x: EACCES',
      'load routes on cabang-1: nothing new to serve',
      '| last words',
      '2 steps done in 3.4 s; failed: dinkes/antrian',
    ]) {
      expect(picture).toContain(part);
    }
  });

  it('gives the cursor back', async () => {
    const screen = new Screen();
    await play(screen, events);
    expect(screen.text.lastIndexOf('\u001B[?25h')).toBeGreaterThan(
      screen.text.lastIndexOf('\u001B[?25l'),
    );
  });

  it('ends when a run is cut short', async () => {
    const text = await play(new Screen(), events.slice(0, 5));
    expect(text).toContain('update dishub-parkir: skipped');
  });

  it('writes lines when the plan is taller than the screen', async () => {
    const text = await play(new Screen(6), events);
    expect(text).toContain('[pusat-1 dishub/parkir] update dishub-parkir: done (900 ms)');
  });

  it('leaves process.exit and SIGINT to the command', async () => {
    const before = process.listenerCount('SIGINT');
    const stream = new Screen() as unknown as NodeJS.WriteStream;
    const renderer = ttyRenderer({ stream, paint: paint(false), lang: 'en' });
    events.slice(0, 5).forEach(renderer.draw);
    await new Promise((resolve) => setImmediate(resolve));
    expect(process.listenerCount('SIGINT')).toBe(before);
    await renderer.close();
  });
});
