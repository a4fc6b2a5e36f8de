/** Text of a request → the request with its defaults, or everything wrong with it. */
import type { Diagnostic } from '../../inventory/diagnostic.js';
import { problemsOf } from '../../inventory/issues.js';
import { isMapping, readYaml } from '../../inventory/read-yaml.js';
import { diagnose, type Source } from '../../inventory/source.js';
import { maxEntities, maxFields, maxMoves, maxRoles, maxStates } from './limits.js';
import type { Request } from './model.js';
import { resolveRequest } from './resolve.js';
import { checkRequest } from './rules.js';
import { type RequestInput, request } from './schema.js';

export interface ReadRequest {
  /** Absent when there is an error. */
  request?: Request;
  /** In order of line and column. */
  diagnostics: Diagnostic[];
}

/**
 * @param file path as a person knows it, and the text
 * @returns all that is wrong at once; never throws on any text
 */
export function readRequest(file: { path: string; text: string }): ReadRequest {
  const { source, diagnostics } = readYaml(file);
  if (source === undefined) return { diagnostics };
  const found = [...diagnostics, ...findings(source)];
  if (found.length > 0) return { diagnostics: found.sort(byPosition) };
  return { request: resolveRequest(source.data as RequestInput), diagnostics: [] };
}

function findings(source: Source): Diagnostic[] {
  const tooMany = oversized(source);
  if (tooMany !== undefined) return [tooMany];
  // uncompiled: it is used once a run, and compiling it first takes longer
  const { error } = request.safeParse(source.data, { jitless: true });
  const wrong = error === undefined ? [] : problemsOf(error.issues, source.data);
  const problems = wrong.length > 0 ? wrong : checkRequest(source.data as RequestInput);
  return problems.map((problem) => diagnose(source, problem));
}

/** One message for a request that is too large, not one for each thing in it. */
function oversized(source: Source): Diagnostic | undefined {
  const { entities, roles } = source.data as Record<string, unknown>;
  const mappings: [unknown, string[], number][] = [
    [entities, ['entities'], maxEntities],
    [roles, ['roles'], maxRoles],
  ];
  for (const [name, entity] of Object.entries(isMapping(entities) ? entities : {})) {
    if (!isMapping(entity)) continue;
    mappings.push(
      [entity.fields, ['entities', name, 'fields'], maxFields],
      [entity.states, ['entities', name, 'states'], maxStates],
      [entity.moves, ['entities', name, 'moves'], maxMoves],
    );
  }
  for (const [value, path, limit] of mappings) {
    const count = typeof value === 'object' && value !== null ? Object.keys(value).length : 0;
    if (count <= limit) continue;
    const args = { key: path.join('.'), count, limit };
    return diagnose(source, { code: 'NEW012', args, path, on: 'key' });
  }
  return undefined;
}

function byPosition(a: Diagnostic, b: Diagnostic): number {
  if (a.at === undefined || b.at === undefined) return 0;
  return a.at.line - b.at.line || a.at.column - b.at.column;
}
