/** The line with which `.gitlab-ci.yml` includes an app's pipeline. */
import { isDeepStrictEqual } from 'node:util';
import { isMap, isScalar, isSeq, parseDocument } from 'yaml';

/** What a person would add. */
export function includeLines(file: string): string[] {
  return ['include:', `  - local: /${file}`];
}

/**
 * Adds a file to those that are included. The text is edited, not the document.
 * @param text of `.gitlab-ci.yml`; undefined: there is none
 * @param file in the repository
 * @returns undefined when the file has a form this does not know; the same text when it is included
 */
export function withInclude(text: string | undefined, file: string): string | undefined {
  if (text === undefined || text.trim() === '') return `${includeLines(file).join('\n')}\n`;
  const before = parse(text);
  if (before === undefined) return undefined;
  const local = `/${file}`;
  const included = [before.include].flat().flatMap(pathOf);
  if (included.includes(local)) return text;
  const edited = insert(text, local, file);
  const after = edited === undefined ? undefined : parse(edited);
  const { include = [], ...rest } = before;
  // nothing else may have changed
  const expected = { ...rest, include: [{ local }, ...[include].flat()] };
  return isDeepStrictEqual(after, expected) ? edited : undefined;
}

function parse(text: string): Record<string, unknown> | undefined {
  // tags of GitLab's own (`!reference`) are not known, and not wrong
  const document = parseDocument(text, { logLevel: 'error' });
  const isKnown = document.errors.length === 0 && isMap(document.contents);
  return isKnown ? document.toJS() : undefined;
}

function pathOf(entry: unknown): string[] {
  const path = typeof entry === 'string' ? entry : (entry as { local?: unknown } | null)?.local;
  return typeof path === 'string' ? [path.startsWith('/') ? path : `/${path}`] : [];
}

function insert(text: string, local: string, file: string): string | undefined {
  const { contents } = parseDocument(text, { logLevel: 'error' });
  if (!isMap(contents) || contents.flow === true) return undefined;
  const pair = contents.items.find(({ key }) => isScalar(key) && key.value === 'include');
  const ended = text.endsWith('\n') ? text : `${text}\n`;
  if (pair === undefined) return `${ended}\n${includeLines(file).join('\n')}\n`;
  const list = pair.value;
  if (!isSeq(list) || list.flow === true || list.range === undefined || list.range === null) {
    return undefined;
  }
  // before the first: its place is the one that is known
  const at = list.range[0];
  const indent = at - (text.lastIndexOf('\n', at - 1) + 1);
  return `${text.slice(0, at)}- local: ${local}\n${' '.repeat(indent)}${text.slice(at)}`;
}
