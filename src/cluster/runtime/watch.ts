import { pause } from '../wait.js';
import type { AppStatus, PartStatus, SiteStatus } from './model.js';

/** Milliseconds between two looks. */
const interval = 2000;

/** Reads again and again, two seconds apart; ends when the signal aborts. */
export async function* watchStatus(
  read: () => Promise<SiteStatus>,
  signal?: AbortSignal,
): AsyncGenerator<SiteStatus, void, undefined> {
  for (;;) {
    // Being told to stop watching is how it ends, not a failure.
    await pause(interval, signal).catch(() => undefined);
    if (signal?.aborted) return;
    yield await read();
  }
}

/** Whether an app and what belongs to it run; a failed job is not the app's state. */
export function isWell(app: AppStatus): boolean {
  const parts = [app, app.database, app.cron].filter((part) => part !== undefined);
  return parts.every(({ state }: PartStatus) => state === 'running');
}
