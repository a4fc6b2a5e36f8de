import type { Diagnostic, Location } from './inventory/diagnostic.js';

/** Exit codes of the command line; `induk help exit-codes` explains them. */
export const exitCodes = {
  done: 0,
  failed: 1,
  changesPresent: 2,
  someAppsFailed: 3,
  usage: 64,
  invalidInventory: 65,
  locked: 75,
  interrupted: 130,
} as const;

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

export interface FaultOptions {
  at?: Location;
  exit?: ExitCode;
  /** Last lines of a log that show the reason. */
  logTail?: string[];
  /** Every finding, when one fault stands for many (an invalid inventory). */
  diagnostics?: Diagnostic[];
  /** Text of the files the diagnostics point into, for the lines around the caret. */
  sources?: SourceFile[];
  cause?: unknown;
}

/** A file of the inventory; `path` is relative to its root. */
export interface SourceFile {
  path: string;
  text: string;
}

/**
 * An expected error: a code and its arguments, which `terminal/prose` turns into
 * words and a next step. Anything else that is thrown is a bug.
 */
export class Fault extends Error {
  /**
   * By name: the fastest commands are bundled by themselves, so what they load later has
   * a copy of this class of its own.
   */
  static override [Symbol.hasInstance](value: unknown): boolean {
    return value instanceof Error && value.name === 'Fault';
  }

  override readonly name = 'Fault';
  readonly at: Location | undefined;
  readonly exit: ExitCode;
  readonly logTail: string[];
  readonly diagnostics: Diagnostic[];
  readonly sources: SourceFile[];

  constructor(
    readonly code: string,
    readonly args: Record<string, string | number> = {},
    options: FaultOptions = {},
  ) {
    super(`${code} ${JSON.stringify(args)}`, { cause: options.cause });
    this.at = options.at;
    this.exit = options.exit ?? exitCodes.failed;
    this.logTail = options.logTail ?? [];
    this.diagnostics = options.diagnostics ?? [];
    this.sources = options.sources ?? [];
  }
}
