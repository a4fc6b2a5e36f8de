/** Chooses how events are drawn: live on a terminal, plain lines elsewhere, NDJSON with --json. */
import type { Emit, Event } from '../../cluster/events.js';
import { isCi } from '../ci.js';
import { hasColour, paint } from '../colour.js';
import type { Language } from '../prose/index.js';
import { ndjsonRenderer } from './ndjson.js';
import { plainRenderer } from './plain.js';
import { ttyRenderer } from './tty.js';
import { describeStep } from './words.js';

/** Draws events in the order they come; `close` waits until the last is drawn. */
export interface Renderer {
  draw: Emit;
  /** Shows a remark at once. */
  say(text: string): void;
  close(): Promise<void>;
}

export interface Progress {
  emit: Emit;
  /** The steps under way, in words, e.g. `update dishub-parkir`. */
  doing(): string;
  /** Shows a remark at once, also while a picture is drawn. */
  say(text: string): void;
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
      follow(running, event, options.lang);
      renderer.draw(event);
    },
    doing: () => [...running.values()].join(', '),
    say: (text) => renderer.say(text),
    close: () => renderer.close(),
  };
}

function chooseRenderer(options: ProgressOptions): Renderer {
  const now = () => new Date();
  const write = (line: string) => void options.stream.write(`${line}\n`);
  const { json, stream, env, lang } = options;
  if (json) return ndjsonRenderer({ write, now, lang });
  if (!isAnimated(stream, env)) return plainRenderer({ write, now, lang });
  return ttyRenderer({ stream, lang, paint: paint(hasColour(stream, env)) });
}

/** Whether a stream can be redrawn: a real terminal, not one in CI. */
function isAnimated(stream: NodeJS.WriteStream, env: NodeJS.ProcessEnv): boolean {
  return stream.isTTY === true && env.TERM !== 'dumb' && !isCi(env);
}

function follow(running: Map<string, string>, event: Event, lang: Language): void {
  if (event.type === 'step.start') {
    running.set(event.step.id, describeStep(event.step, lang));
  } else if (event.type === 'step.done' || event.type === 'step.failed') {
    running.delete(event.step.id);
  }
}
