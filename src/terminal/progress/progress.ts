/** Chooses how events are drawn: live on a terminal, plain lines elsewhere, NDJSON with --json. */
import type { Emit, Event } from '../../cluster/events.js';
import type { Language } from '../prose/index.js';
import { ndjsonRenderer } from './ndjson.js';
import { plainRenderer } from './plain.js';

/** Draws events in the order they come; `close` waits until the last is drawn. */
export interface Renderer {
  draw: Emit;
  close(): Promise<void>;
}

export interface Progress {
  emit: Emit;
  /** The steps under way, in words, e.g. `service.update dishub-parkir`. */
  doing(): string;
  close(): Promise<void>;
}

export interface ProgressOptions {
  json: boolean;
  lang: Language;
  stream: NodeJS.WriteStream;
  env: NodeJS.ProcessEnv;
}

/** Starts drawing events on a stream. */
export function openProgress(options: ProgressOptions): Progress {
  const running = new Map<string, string>();
  const renderer = chooseRenderer(options);
  return {
    emit(event) {
      follow(running, event);
      renderer.draw(event);
    },
    doing: () => [...running.values()].join(', '),
    close: () => renderer.close(),
  };
}

function chooseRenderer(options: ProgressOptions): Renderer {
  const now = () => new Date();
  const write = (line: string) => void options.stream.write(`${line}\n`);
  if (options.json) return ndjsonRenderer({ write, now });
  return plainRenderer({ write, now, lang: options.lang });
}

function follow(running: Map<string, string>, event: Event): void {
  if (event.type === 'step.start') {
    running.set(event.step.id, `${event.step.kind} ${event.step.target}`);
  } else if (event.type === 'step.done' || event.type === 'step.failed') {
    running.delete(event.step.id);
  }
}
