import type { Renderer } from './progress.js';

export interface NdjsonOptions {
  write: (line: string) => void;
  now: () => Date;
}

/** One JSON object a line: the event with its time, `{"time": "<RFC 3339>", "type": …}`. */
export function ndjsonRenderer({ write, now }: NdjsonOptions): Renderer {
  return {
    draw: (event) => write(JSON.stringify({ time: now().toISOString(), ...event })),
    close: async () => {},
  };
}
