/** Diagnostics in words, with the line they are about. */
import type { SourceFile } from '../fault.js';
import type { Diagnostic, Location } from '../inventory/diagnostic.js';
import { type Paint, paint } from './colour.js';
import { excerptOf, printable } from './excerpt.js';
import { type Language, phrase } from './prose/index.js';

export interface DiagnosticStyle {
  lang: Language;
  colour: boolean;
  /** Put before each file's path, e.g. `inventory`. */
  folder?: string;
}

const words = {
  en: { warning: 'warning:', suggestion: (name: string) => `Did you mean "${name}"?` },
  id: { warning: 'peringatan:', suggestion: (name: string) => `Maksud Anda "${name}"?` },
} as const;

/**
 * All diagnostics, a blank line between them:
 * code, position and message; the source line with a caret; a suggestion; what to do next.
 *
 * @param sources text of the files the positions point into
 */
export function renderDiagnostics(
  diagnostics: readonly Diagnostic[],
  sources: readonly SourceFile[],
  style: DiagnosticStyle,
): string {
  const lines = new Map<string, string[]>();
  for (const { path, text } of sources) lines.set(path, text.split(/\r?\n/));
  return diagnostics.map((each) => renderOne(each, lines, style)).join('\n\n');
}

function renderOne(
  diagnostic: Diagnostic,
  lines: Map<string, string[]>,
  style: DiagnosticStyle,
): string {
  const { lang } = style;
  const painter = paint(style.colour);
  const { text, next } = phrase(diagnostic.code, diagnostic.args, lang);
  const { at, suggestion } = diagnostic;
  return [
    `${headOf(diagnostic, style, painter)}${printable(text)}`,
    ...(at === undefined ? [] : sourceLines(at, lines.get(at.file), painter)),
    ...(suggestion === undefined ? [] : [`  ${words[lang].suggestion(printable(suggestion))}`]),
    ...(next === undefined ? [] : [`  → ${printable(next)}`]),
  ].join('\n');
}

function headOf(
  { code, severity, at }: Diagnostic,
  style: DiagnosticStyle,
  painter: Paint,
): string {
  const isError = severity === 'error';
  const label = painter.bold(isError ? painter.red(code) : painter.yellow(code));
  const kind = isError ? '' : `${words[style.lang].warning} `;
  if (at === undefined) return `${label} ${kind}`;
  const folder = style.folder === undefined ? '' : `${style.folder.replace(/\/$/, '')}/`;
  return `${label} ${folder}${printable(at.file)}:${at.line}:${at.column} ${kind}`;
}

function sourceLines(at: Location, lines: string[] | undefined, { dim, red }: Paint): string[] {
  const line = lines?.[at.line - 1];
  if (line === undefined || line.trim() === '') return [];
  const { text, marker } = excerptOf(line, at.column, at.length);
  const number = String(at.line);
  const gutter = ' '.repeat(number.length);
  return [`  ${dim(`${number} │`)} ${text}`, `  ${dim(`${gutter} │`)} ${red(marker)}`];
}
