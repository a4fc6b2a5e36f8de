/** Where `status` draws: once, redrawn on a terminal, a line per change, or NDJSON. */
import type { AppStatus, SiteStatus } from '../cluster/runtime/model.js';
import { hasColour, paint } from './colour.js';
import type { Language } from './prose/index.js';
import { renderChange, renderStatus, type StatusView } from './status.js';

export interface StatusScreen {
  draw(status: SiteStatus): void;
}

const home = '\u001B[H';
const clearLine = '\u001B[K';
const clearBelow = '\u001B[J';
const clearAll = '\u001B[2J';

/** The way of drawing that fits stdout; with `json` the changes of a watch go to stderr. */
export function statusScreen(options: {
  lang: Language;
  json: boolean;
  watch: boolean;
}): StatusScreen {
  const { stdout, stderr, env } = process;
  const view: StatusView = {
    lang: options.lang,
    paint: paint(hasColour(stdout, env)),
    ...(stdout.isTTY ? { width: stdout.columns } : {}),
  };
  if (options.json && !options.watch) return { draw: () => {} };
  if (options.json) {
    return onChange((app, time) => void stderr.write(`${line({ time, type: 'status', ...app })}`));
  }
  if (!options.watch)
    return { draw: (status) => void stdout.write(`${renderStatus(status, view)}\n`) };
  if (!stdout.isTTY) {
    return onChange((app, time) => void stdout.write(`${renderChange(app, time, view)}\n`));
  }
  return redrawn(stdout, view);
}

const line = (value: unknown): string => `${JSON.stringify(value)}\n`;

function onChange(write: (app: AppStatus, time: string) => void): StatusScreen {
  const known = new Map<string, string>();
  return {
    draw({ apps, time }) {
      for (const app of apps) {
        const now = JSON.stringify(app);
        if (known.get(app.app) !== now) write(app, time);
        known.set(app.app, now);
      }
    },
  };
}

/** Overwrites the picture before instead of clearing it, which would flicker. */
function redrawn(stdout: NodeJS.WriteStream, view: StatusView): StatusScreen {
  stdout.write(clearAll);
  return {
    draw(status) {
      const wide = { ...view, width: stdout.columns };
      // A picture taller than the screen would scroll its own top away.
      const lines = renderStatus(status, wide)
        .split('\n')
        .slice(0, Math.max(1, stdout.rows - 2));
      const body = [`${status.site} ${status.time}`, ...lines];
      stdout.write(`${home}${body.map((each) => `${each}${clearLine}\n`).join('')}${clearBelow}`);
    },
  };
}
