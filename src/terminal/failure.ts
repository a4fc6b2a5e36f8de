/** Turns whatever was thrown into what a person, a script and the shell get. */

import { type ExitCode, exitCodes, Fault } from '../fault.js';
import type { Diagnostic, Location } from '../inventory/diagnostic.js';
import { writeBugLog } from './bug-log.js';
import { paint } from './colour.js';
import { type Language, nextWord, phrase } from './prose/index.js';
import { scrub } from './scrub.js';

export interface Failure {
  code: string;
  message: string;
  next?: string;
  at?: Location;
  exit: ExitCode;
  logTail: string[];
  diagnostics: Diagnostic[];
  fault?: Fault;
}

export interface FailureContext {
  lang: Language;
  env: NodeJS.ProcessEnv;
  version: string;
  /** The command as typed after `induk`, without its arguments. */
  command: string;
}

/** Explains an error; an unexpected one is written to a log file on the way. */
export function explain(error: unknown, context: FailureContext): Failure {
  const fault = asFault(error, context);
  if (fault !== undefined) return explainFault(fault, context);
  const summary = scrub(summaryOf(error), context.env);
  const log = writeBugLog(error, context.version, context.env);
  const words = phrase('BUG', { summary, log }, context.lang);
  return {
    code: 'BUG',
    message: words.text,
    next: words.next,
    exit: exitCodes.failed,
    logTail: [],
    diagnostics: [],
  };
}

function explainFault(fault: Fault, { lang, env }: FailureContext): Failure {
  const words = phrase(fault.code, fault.args, lang);
  return {
    code: fault.code,
    message: scrub(words.text, env),
    ...(words.next === undefined ? {} : { next: words.next }),
    ...(fault.at === undefined ? {} : { at: fault.at }),
    exit: fault.exit,
    logTail: fault.logTail.map((line) => scrub(line, env)),
    diagnostics: fault.diagnostics,
    fault,
  };
}

/** Recognises expected errors, also oclif's own (usage) and inquirer's (Ctrl-C in a prompt). */
function asFault(error: unknown, { command }: FailureContext): Fault | undefined {
  if (error instanceof Fault) return error;
  if (!(error instanceof Error)) return undefined;
  if (error.name === 'ExitPromptError') {
    return new Fault('CLI002', { signal: 'SIGINT' }, { exit: exitCodes.interrupted });
  }
  if (isEngineFailure(error)) {
    return new Fault('CLU035', { reason: error.message.trim() }, { cause: error });
  }
  if (!('oclif' in error)) return undefined;
  // oclif ends its messages with "See more help with --help"; the next step says it better.
  const problem = error.message.replace(/\n?See more help with --help$/, '').trim();
  return new Fault('CLI003', { problem, command }, { exit: exitCodes.usage });
}

/** An answer 5xx of a Docker Engine: it stops, starts, or has trouble of its own. */
function isEngineFailure(error: Error): boolean {
  const { statusCode } = error as Error & { statusCode?: unknown };
  return typeof statusCode === 'number' && statusCode >= 500;
}

function summaryOf(error: unknown): string {
  const text = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return text.split('\n', 1)[0] ?? '';
}

/** The fields of the JSON envelope's `error`: these and no others, so no error object leaks. */
export function errorJson(failure: Failure, lang: Language): Record<string, unknown> {
  return {
    code: failure.code,
    message: failure.message,
    next: failure.next ?? null,
    at: failure.at ?? null,
    exit: failure.exit,
    ...(failure.logTail.length > 0 ? { logTail: failure.logTail } : {}),
    ...(failure.diagnostics.length > 0
      ? { diagnostics: failure.diagnostics.map((each) => diagnosticJson(each, lang)) }
      : {}),
  };
}

/** A diagnostic as JSON: its data plus its words. */
export function diagnosticJson(diagnostic: Diagnostic, lang: Language): Record<string, unknown> {
  const words = phrase(diagnostic.code, diagnostic.args, lang);
  return {
    code: diagnostic.code,
    severity: diagnostic.severity,
    message: words.text,
    next: words.next ?? null,
    at: diagnostic.at ?? null,
    suggestion: diagnostic.suggestion ?? null,
  };
}

/** The failure as lines for stderr: findings, the error, the log's end, the next step. */
export async function errorText(
  failure: Failure,
  { lang, colour }: { lang: Language; colour: boolean },
): Promise<string> {
  const { red, bold, dim } = paint(colour);
  const lines: string[] = [];
  if (failure.diagnostics.length > 0) {
    const { renderDiagnostics } = await import('./diagnostics.js');
    const sources = failure.fault?.sources ?? [];
    lines.push(renderDiagnostics(failure.diagnostics, sources, { lang, colour }).trimEnd());
    // A fault that is its own only finding is said once.
    if (failure.diagnostics.every(({ code }) => code === failure.code)) return lines.join('\n');
    lines.push('');
  }
  const where = failure.at && `${failure.at.file}:${failure.at.line}:${failure.at.column} `;
  lines.push(`${red(bold(failure.code))} ${where ?? ''}${failure.message}`);
  lines.push(...failure.logTail.map((line) => `  ${dim('│')} ${line}`));
  if (failure.next !== undefined) lines.push(`${nextWord[lang]} ${failure.next}`);
  return lines.join('\n');
}
