import { readdirSync, readFileSync } from 'node:fs';

export interface Watch {
  /** Stops, and gives every command line that was seen, once each. */
  stop: () => Set<string>;
}

/**
 * Reads the command lines of all processes over and over. A lab's servers are containers of this
 * machine, whose processes are among them.
 */
export function watchCommandLines(): Watch {
  const seen = new Set<string>();
  const look = () => {
    for (const pid of readdirSync('/proc')) {
      if (!/^\d+$/.test(pid)) continue;
      try {
        seen.add(readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' '));
      } catch {
        // It has ended since.
      }
    }
  };
  const timer = setInterval(look, 50);
  return {
    stop: () => {
      clearInterval(timer);
      look();
      return seen;
    },
  };
}
