/** zod's issues → problems with our codes, suggestions included. */
import type { z } from 'zod';
import { cronFault } from './cron.js';
import * as patterns from './patterns.js';
import { keyOf, type Path, type Problem } from './problem.js';
import { isMapping } from './read-yaml.js';
import { databaseKinds, runtimeKinds, vaultKinds } from './schema.js';
import { suggest } from './suggest.js';

type Issue = z.core.$ZodIssue;

/** Keys of which exactly one says what a mapping is about, by the mapping's name. */
const kindsOf = new Map<unknown, readonly string[]>([
  ['runtime', runtimeKinds],
  ['database', databaseKinds],
  ['vault', vaultKinds],
]);

/**
 * @param issues of a failed parse of `data`
 * @param prefix path of `data` in its file
 */
export function problemsOf(issues: readonly Issue[], data: unknown, prefix: Path = []): Problem[] {
  return issues.flatMap((issue) =>
    problems(issue, valueAt(data, issue.path), [...prefix, ...(issue.path as Path)]),
  );
}

function problems(issue: Issue, value: unknown, path: Path): Problem[] {
  switch (issue.code) {
    case 'unrecognized_keys':
      return unknownKeys(issue.keys, issue.message.split(' '), path);
    case 'invalid_union':
      return union(issue.errors, value, path);
    case 'custom':
      return [
        issue.params?.on === 'key' ? wrongKey(issue, path) : coded(issue.message, value, path),
      ];
    case 'invalid_type':
      return [wrongType(issue.expected, issue.message, value, path)];
    case 'invalid_value':
      return [notOneOf(issue.values.map(String), value, path)];
    case 'too_small':
    case 'too_big':
      return [outOfBounds(issue, value, path)];
    default:
      return [coded(issue.message, value, path)];
  }
}

/** A schema's message is the code of its diagnostic; see schema/scalars.ts. */
function coded(message: string, value: unknown, path: Path): Problem {
  const code = isCode(message) ? message : 'INV015';
  const args = { key: keyOf(path), value: shown(value, path) };
  if (code === 'INV023') return { code, args, path, suggestion: slug(String(value)) };
  const field = code === 'INV027' ? cronFault(String(value)) : undefined;
  if (field === undefined || field === 'count') return { code, args, path };
  return { code: 'INV077', args: { ...args, field }, path };
}

function wrongKey({ message }: Issue, path: Path): Problem {
  const key = String(path.at(-1));
  const suggestion = message === 'INV023' ? slug(key) : undefined;
  return { code: message, args: { key, value: cut(key) }, path, on: 'key', suggestion };
}

/** The nearest valid name, when there is one. */
function slug(text: string): string | undefined {
  const name = text
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^[^a-z]+|-+$/g, '')
    .slice(0, 30);
  return patterns.name.test(name) ? name : undefined;
}

function isCode(message: string): boolean {
  return /^[A-Z]{3}\d{3}$/.test(message);
}

function unknownKeys(keys: string[], known: string[], path: Path): Problem[] {
  return keys.map((key) => ({
    code: 'INV014',
    args: { key: cut(key) },
    path: [...path, key],
    on: 'key' as const,
    suggestion: suggest(key, known),
  }));
}

function wrongType(expected: string, message: string, value: unknown, path: Path): Problem {
  const key = keyOf(path);
  if (value === undefined) return { code: 'INV017', args: { key }, path, on: 'key' };
  if (value === null) return { code: 'INV012', args: { key }, path, on: 'key' };
  if (isCode(message)) return coded(message, value, path);
  if (expected === 'string' && (typeof value === 'number' || typeof value === 'boolean')) {
    return { code: 'INV016', args: { key, value: String(value), type: typeof value }, path };
  }
  return {
    code: 'INV015',
    args: { key, expected: yamlType(expected), actual: kindOf(value) },
    path,
  };
}

function notOneOf(allowed: string[], value: unknown, path: Path): Problem {
  if (value === undefined || value === null) return wrongType('string', '', value, path);
  const args = { key: keyOf(path), value: shown(value, path), allowed: allowed.join(', ') };
  return { code: 'INV018', args, path, suggestion: suggest(String(value), allowed) };
}

function outOfBounds(
  issue: Issue & { code: 'too_small' | 'too_big' },
  value: unknown,
  path: Path,
): Problem {
  if (isCode(issue.message)) return coded(issue.message, value, path);
  const isSmall = issue.code === 'too_small';
  const limit = Number(isSmall ? issue.minimum : issue.maximum);
  if (typeof value !== 'number') return coded(isSmall ? 'INV020' : 'INV021', value, path);
  return { code: isSmall ? 'INV019' : 'INV049', args: { key: keyOf(path), value, limit }, path };
}

/** Tells the one branch that was meant, instead of what all branches say. */
function union(branches: readonly (readonly Issue[])[], value: unknown, path: Path): Problem[] {
  const kinds = kindsOf.get(path.at(-1));
  if (kinds !== undefined && isMapping(value)) return kindUnion(kinds, branches, value, path);
  const fitting = branches.filter((issues) => !issues.some(isWrongRoot));
  const issues = fitting[0];
  if (issues !== undefined && fitting.length === 1) return problemsOf(issues, value, path);
  const expected = branches.flatMap((branch) =>
    branch.flatMap((issue) =>
      issue.path.length > 0
        ? []
        : [issue.code === 'invalid_type' ? yamlType(issue.expected) : 'true'],
    ),
  );
  if (value === undefined || value === null) return [wrongType('', '', value, path)];
  const args = {
    key: keyOf(path),
    expected: [...new Set(expected)].join(' / '),
    actual: kindOf(value),
  };
  return [{ code: 'INV015', args, path }];
}

function isWrongRoot(issue: Issue): boolean {
  return (
    issue.path.length === 0 && (issue.code === 'invalid_type' || issue.code === 'invalid_value')
  );
}

function kindUnion(
  kinds: readonly string[],
  branches: readonly (readonly Issue[])[],
  value: Record<string, unknown>,
  path: Path,
): Problem[] {
  const named = kinds.filter((kind) => Object.hasOwn(value, kind));
  const args = { key: keyOf(path), kinds: kinds.join(', ') };
  const [first, second] = named;
  if (second !== undefined) {
    return [{ code: 'INV071', args: { ...args, second }, path: [...path, second], on: 'key' }];
  }
  if (first !== undefined) return problemsOf(branches[kinds.indexOf(first)] ?? [], value, path);
  const misspelt = Object.keys(value).find((key) => suggest(key, kinds) !== undefined);
  if (misspelt === undefined) return [{ code: 'INV070', args, path, on: 'key' }];
  return unknownKeys([misspelt], [...kinds], path);
}

function valueAt(data: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (value, part) =>
      typeof value === 'object' && value !== null && Object.hasOwn(value, part)
        ? (value as Record<PropertyKey, unknown>)[part]
        : undefined,
    data,
  );
}

function yamlType(expected: string): string {
  const names: Record<string, string> = {
    string: 'text',
    object: 'mapping',
    record: 'mapping',
    array: 'list',
    int: 'whole number',
    boolean: 'true or false',
  };
  return names[expected] ?? expected;
}

function kindOf(value: unknown): string {
  if (Array.isArray(value)) return 'list';
  return yamlType(typeof value);
}

/** Keys whose values may hold a secret, or a private key pasted by mistake. */
const hidden: readonly unknown[] = ['env', 'team', 'recipient', 'url', 'webhook'];

/** A value for a message; never one that may be a secret. */
function shown(value: unknown, path: Path): string {
  if (path.some((part) => hidden.includes(part))) return '…';
  return typeof value === 'object' ? kindOf(value) : cut(String(value));
}

function cut(text: string): string {
  return text.length > 60 ? `${text.slice(0, 59)}…` : text;
}
