/** Tells about a failure, in words or as JSON, and says which exit code it has. */
import { type ExitCode, exitCodes } from '../fault.js';
import { hasColour } from './colour.js';
import { type Warning, writeDocument } from './document.js';
import { errorJson, errorText, explain } from './failure.js';
import { languageOf } from './language.js';

export interface OutcomeContext {
  argv: readonly string[];
  command: string;
  version: string;
  json: boolean;
  warnings?: Warning[];
  /** Data of the part that was done. */
  partial?: unknown;
  interrupted?: boolean;
}

/** Writes the failure to stderr, or as the JSON document to stdout, and returns its exit code. */
export async function reportFailure(thrown: unknown, context: OutcomeContext): Promise<ExitCode> {
  const { command, version, json, warnings = [], partial } = context;
  const lang = languageOf(context.argv, process.env);
  const failure = explain(thrown, { lang, env: process.env, version, command });
  if (context.interrupted) failure.exit = exitCodes.interrupted;
  if (json) {
    const error = errorJson(failure, lang);
    const data = partial === undefined ? {} : { data: partial };
    writeDocument({ ok: false, error, ...data, warnings, formatVersion: 1 });
  } else {
    const colour = hasColour(process.stderr, process.env);
    process.stderr.write(`${await errorText(failure, { lang, colour })}\n`);
  }
  return failure.exit;
}
