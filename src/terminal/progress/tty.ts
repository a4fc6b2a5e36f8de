/** Live progress on a terminal: servers, their apps, and each app's steps, drawn by listr2. */
import type { Event } from '../../cluster/events.js';
import type { Paint } from '../colour.js';
import type { Language } from '../prose/index.js';
import { type Board, groupByApp, stepBoard } from './board.js';
import type { Renderer } from './progress.js';
import { describeEvent } from './words.js';

export interface TtyOptions {
  stream: NodeJS.WriteStream;
  paint: Paint;
  lang: Language;
}

/**
 * Draws the steps of a plan as they happen; what comes before, beside or after a plan is
 * written as plain lines. A plan with more rows than the screen is written as lines too,
 * since a picture taller than the screen cannot be redrawn.
 */
export function ttyRenderer({ stream, paint, lang }: TtyOptions): Renderer {
  let board: Board | undefined;
  let drawn: Promise<void> = Promise.resolve();
  const later: string[] = [];
  const write = (lines: string[]) => lines.forEach((line) => void stream.write(`${line}\n`));

  const close = async () => {
    board?.abandon();
    await drawn;
    board = undefined;
    write(later.splice(0));
  };
  return {
    draw(event: Event) {
      if (event.type === 'apply.start') {
        const groups = groupByApp(event.plan);
        const rows = event.plan.steps.length + groups.length * 2 + 2;
        if (event.plan.steps.length === 0 || rows > (stream.rows ?? 24)) return;
        board = stepBoard(event.plan, { stream, paint, lang });
        drawn = board.run();
      } else if (event.type === 'apply.done') {
        board?.abandon();
        later.push(...describeEvent(event, lang));
      } else if (board === undefined) {
        write(describeEvent(event, lang));
      } else {
        board.follow(event);
        if (event.type === 'step.failed') later.push(...describeEvent(event, lang));
        if (event.type === 'note') later.push(...describeEvent(event, lang));
      }
    },
    say(text) {
      if (board === undefined) write([text]);
      else board.say(text);
    },
    close,
  };
}
