import type { Event } from '../../cluster/events.js';
import type { Language } from '../prose/index.js';
import type { Renderer } from './progress.js';
import { describeEvent } from './words.js';

export interface PlainOptions {
  write: (line: string) => void;
  now: () => Date;
  lang: Language;
}

/** One line per event with the time of day in UTC, for CI logs and files. */
export function plainRenderer({ write, now, lang }: PlainOptions): Renderer {
  return {
    draw(event: Event) {
      const time = now().toISOString().slice(11, 19);
      for (const line of describeEvent(event, lang)) write(`${time} ${line}`);
    },
    say: write,
    close: async () => {},
  };
}
