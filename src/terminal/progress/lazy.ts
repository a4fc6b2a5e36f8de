/** Progress that loads its renderer at the first event: most commands never have one. */
import type { Event } from '../../cluster/events.js';
import type { Progress, ProgressOptions } from './progress.js';

/** Keeps events until the renderer is loaded, then passes them on in order. */
export function lazyProgress(options: ProgressOptions): Progress {
  let real: Progress | undefined;
  const waiting: Event[] = [];
  const loaded = import('./progress.js').then(({ openProgress }) => {
    real = openProgress(options);
    for (const event of waiting.splice(0)) real.emit(event);
  });
  return {
    emit(event) {
      if (real === undefined) waiting.push(event);
      else real.emit(event);
    },
    doing: () => real?.doing() ?? '',
    say(text) {
      if (real === undefined) options.stream.write(`${text}\n`);
      else real.say(text);
    },
    async close() {
      await loaded;
      await real?.close();
    },
  };
}
