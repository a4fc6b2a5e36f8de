/** A command that works until it is interrupted, for the tests of signals and prompts. */
import type { Config } from '@oclif/core/config';
import * as Flags from '@oclif/core/flags';
import { IndukCommand } from '../../src/terminal/command.js';

class Patient extends IndukCommand {
  static override flags = {
    mode: Flags.string({ default: 'wait' }),
    yes: Flags.boolean(),
    confirm: Flags.string(),
  };

  async run(): Promise<unknown> {
    const { flags } = await this.parse(Patient);
    if (flags.mode === 'confirm') return this.confirm({ message: 'Go on?' });
    if (flags.mode === 'typed') return this.confirmTyped({ name: 'a/b', message: 'Name?' });
    if (flags.mode === 'secret') return { length: (await this.secretInput('KEY')).length };
    if (flags.mode === 'bug') throw new TypeError('postgres://app:hunter2@db is not a function');
    if (flags.mode === 'flood') return this.flood();
    return this.wait(flags.mode);
  }

  /** Heeds the signal (`wait`), ignores the abort it gets (`stubborn`), or never looks (`deaf`). */
  private async wait(mode: string): Promise<unknown> {
    const signal = mode === 'deaf' ? undefined : this.signal;
    const timer = setInterval(() => {}, 1000);
    // Also with --json, where the command itself says nothing before its document.
    process.stderr.write('ready\n');
    await new Promise<void>((resolve) => {
      if (mode === 'wait') signal?.addEventListener('abort', () => resolve());
    });
    clearInterval(timer);
    signal?.throwIfAborted();
    return {};
  }

  private async flood(): Promise<unknown> {
    const { signal } = this;
    while (!signal.aborted) {
      this.out('x'.repeat(10_000));
      await new Promise((resolve) => setImmediate(resolve));
    }
    return {};
  }
}

const config = {
  version: '0.0.0',
  root: '',
  runHook: async () => ({ successes: [], failures: [] }),
};
await new Patient(process.argv.slice(2), config as unknown as Config).execute();
process.exit();
