import type { SetupEmit } from '../../server/setup/events.js';

export interface VaultStep {
  /** Whom it is shown for: a server, or the site. */
  server: string;
  name: string;
  /** What would change, in a few words; undefined when it is as it should be. */
  change: string | undefined;
  /** Shown when nothing has to change. */
  note?: string;
  act: (say: (message: string) => void) => Promise<void>;
}

/** Steps that look first, told as those of a machine's setup are. */
export class VaultSteps {
  /** How many changed something. */
  changes = 0;

  constructor(
    readonly emit: SetupEmit,
    readonly signal?: AbortSignal,
  ) {}

  async take({ server, name, change, note, act }: VaultStep): Promise<void> {
    this.signal?.throwIfAborted();
    const about = { type: 'step', server, step: name } as const;
    if (change === undefined) {
      this.emit({ ...about, state: 'unchanged', ...(note === undefined ? {} : { note }) });
      return;
    }
    const begun = Date.now();
    this.emit({ ...about, state: 'changing', change });
    await act((message) => this.emit({ ...about, type: 'progress', message }));
    this.changes += 1;
    this.emit({ ...about, state: 'changed', change, ms: Date.now() - begun });
  }

  warn(server: string, code: string, args: Record<string, string | number>): void {
    this.emit({ type: 'warning', server, code, args });
  }
}
