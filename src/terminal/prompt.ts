/** Questions, asked on stderr so that stdout stays the answer. */

import { exitCodes, Fault } from '../fault.js';
import { isCi } from './ci.js';

export interface PromptContext {
  /** Whether a person can answer; otherwise every question is a fault naming its flag. */
  interactive: boolean;
  signal: AbortSignal;
}

export interface Question {
  message: string;
  /** Flag that answers it without a prompt, as it is typed: `--site NAME`. */
  flag: string;
  default?: string;
  /** `true`, or what is wrong with the answer. */
  validate?: (answer: string) => true | string | Promise<true | string>;
}

export interface Choice {
  message: string;
  flag: string;
  choices: { value: string; name?: string; description?: string }[];
  default?: string;
}

/** Whether questions can be asked: a terminal on both ends, no `--no-input`, no CI. */
export function isInteractive(noInput: boolean, env: NodeJS.ProcessEnv): boolean {
  return !noInput && !isCi(env) && process.stdin.isTTY === true && process.stderr.isTTY === true;
}

/** Asks y/N; true only for yes. */
export async function askYesNo(message: string, flag: string, context: PromptContext) {
  requireTerminal(message, flag, context);
  const { confirm } = await import('@inquirer/prompts');
  return confirm({ message, default: false }, streams(context));
}

/** Asks for a line of text. */
export async function askText(question: Question, context: PromptContext): Promise<string> {
  requireTerminal(question.message, question.flag, context);
  const { input } = await import('@inquirer/prompts');
  const { message, validate } = question;
  return input({ message, default: question.default, validate }, streams(context));
}

/** Asks for one of several values. */
export async function askChoice(choice: Choice, context: PromptContext): Promise<string> {
  requireTerminal(choice.message, choice.flag, context);
  const { select } = await import('@inquirer/prompts');
  const { message, choices } = choice;
  return select({ message, choices, default: choice.default }, streams(context));
}

/**
 * Reads a secret: all of stdin when it is piped (one final newline dropped), else a
 * hidden prompt. Never from argv.
 * @throws Fault CLI007 when there is neither.
 */
export async function readSecret(
  { name, command }: { name: string; command: string },
  context: PromptContext,
): Promise<string> {
  if (context.interactive) {
    const { password } = await import('@inquirer/prompts');
    return password({ message: name, mask: '*' }, streams(context));
  }
  const value = process.stdin.isTTY ? '' : await readAll(context.signal);
  if (value === '') throw new Fault('CLI007', { name, command }, { exit: exitCodes.usage });
  return value.replace(/\r?\n$/, '');
}

async function readAll(signal: AbortSignal): Promise<string> {
  const chunks: Buffer[] = [];
  const abort = () => process.stdin.destroy(signal.reason);
  signal.addEventListener('abort', abort, { once: true });
  try {
    for await (const chunk of process.stdin) chunks.push(chunk);
  } finally {
    signal.removeEventListener('abort', abort);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function requireTerminal(question: string, flag: string, context: PromptContext): void {
  if (context.interactive) return;
  throw new Fault('CLI004', { question, flag }, { exit: exitCodes.usage });
}

function streams({ signal }: PromptContext) {
  return { input: process.stdin, output: process.stderr, signal };
}
