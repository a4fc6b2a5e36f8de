import type { Event } from '../../cluster/events.js';
import { type Language, phrase } from '../prose/index.js';
import type { Renderer } from './progress.js';

export interface NdjsonOptions {
  write: (line: string) => void;
  now: () => Date;
  lang: Language;
}

/** One JSON object a line: the event with its time, `{"time": "<RFC 3339>", "type": …}`. */
export function ndjsonRenderer({ write, now, lang }: NdjsonOptions): Renderer {
  return {
    draw: (event) => write(JSON.stringify({ time: now().toISOString(), ...fields(event, lang) })),
    say: (message) => write(JSON.stringify({ time: now().toISOString(), type: 'note', message })),
    close: async () => {},
  };
}

/** A fault is an Error, which JSON would spread or lose: its public fields are named here. */
function fields(event: Event, lang: Language): Record<string, unknown> {
  if (event.type !== 'step.failed') return event;
  const { code, args, logTail, exit } = event.fault;
  const { text, next } = phrase(code, args, lang);
  const error = { code, message: text, next: next ?? null, exit, logTail };
  return { type: event.type, step: event.step, error };
}
