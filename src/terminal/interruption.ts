/** Ctrl-C and its relatives: the first asks for an orderly end, the second leaves at once. */
import { exitCodes, Fault } from '../fault.js';
import type { Language } from './prose/index.js';

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

export interface Interruption {
  /** Aborted at the first signal, with a Fault CLI002 as reason. */
  readonly signal: AbortSignal;
  /** Which signal came, when one came. */
  readonly received: NodeJS.Signals | undefined;
  /** Whether the reader of stdout has gone away. */
  readonly outputClosed: boolean;
  /** Stops listening. */
  dispose(): void;
}

export interface InterruptionOptions {
  lang: Language;
  /** Whether the command asked for the signal; one that did not is ended at once. */
  isHeeded: () => boolean;
  /** What is being done right now, for the message; empty when unknown. */
  doing: () => string;
  say: (text: string) => void;
}

/** Listens for signals and for a closed stdout until disposed. */
export function listenForInterruption(options: InterruptionOptions): Interruption {
  const controller = new AbortController();
  const state = { received: undefined as NodeJS.Signals | undefined, outputClosed: false };

  const onSignal = (name: NodeJS.Signals) => {
    if (state.received !== undefined || !options.isHeeded()) leave();
    state.received = name;
    options.say(message(options.lang, name, options.doing()));
    controller.abort(new Fault('CLI002', { signal: name }, { exit: exitCodes.interrupted }));
  };
  const onOutputError = (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE' || state.outputClosed) return;
    state.outputClosed = true;
    if (!options.isHeeded()) process.exit(exitCodes.done);
    controller.abort(new Fault('CLI011'));
  };

  for (const name of signals) process.on(name, onSignal);
  process.stdout.on('error', onOutputError);
  return {
    signal: controller.signal,
    get received() {
      return state.received;
    },
    get outputClosed() {
      return state.outputClosed;
    },
    dispose() {
      for (const name of signals) process.off(name, onSignal);
    },
  };
}

function leave(): never {
  // A renderer or a prompt may have hidden the cursor.
  if (process.stderr.isTTY) process.stderr.write('\u001B[?25h\n');
  process.exit(exitCodes.interrupted);
}

function message(lang: Language, name: string, doing: string): string {
  if (lang === 'id') {
    const step = doing === '' ? 'langkah ini' : `langkah ini (${doing})`;
    return `${name}: menyelesaikan atau membatalkan ${step} dan melepas kunci. Sekali lagi untuk keluar seketika.`;
  }
  const step = doing === '' ? 'the current step' : `the current step (${doing})`;
  return `${name}: finishing or undoing ${step} and releasing locks. Once more to leave at once.`;
}
