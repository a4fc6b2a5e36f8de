/** What a schema cannot say about a request: names that clash, and names of nothing. */
import type { Path, Problem } from '../../inventory/problem.js';
import { suggest } from '../../inventory/suggest.js';
import { ownTables, reservedIn } from './reserved.js';
import { codeOf } from './resolve.js';
import { checkFields } from './rules-fields.js';
import { checkReferences } from './rules-references.js';
import type { EntityInput, RequestInput } from './schema.js';

/** @returns everything wrong with a request that fits its schema */
export function checkRequest(input: RequestInput): Problem[] {
  return [
    ...checkNames(input),
    ...Object.entries(input.entities).flatMap(([name, entity]) => {
      const path = ['entities', name];
      return [
        ...checkFields(entity, path),
        ...checkRoles(entity, Object.keys(input.roles), path),
        ...checkStates(entity, path),
        ...checkPublic(entity, path),
      ];
    }),
    ...checkReferences(input),
  ];
}

function checkNames({ entities, roles }: RequestInput): Problem[] {
  const problems: Problem[] = [];
  if (Object.keys(entities).length === 0) {
    problems.push({ code: 'INV020', args: { key: 'entities' }, path: ['entities'], on: 'key' });
  }
  if (Object.keys(roles).length === 0) {
    problems.push({ code: 'INV020', args: { key: 'roles' }, path: ['roles'], on: 'key' });
  }
  if (Object.hasOwn(roles, 'admin')) {
    problems.push({ code: 'NEW013', args: { key: 'admin' }, path: ['roles', 'admin'], on: 'key' });
  }
  const codes = new Map<string, string>();
  for (const [name, entity] of Object.entries(entities)) {
    const path = ['entities', name];
    const languages = reservedIn(name).join(', ');
    if (languages !== '') {
      const args = { key: name, languages };
      problems.push({ code: 'NEW010', args, path, on: 'key', suggestion: `data_${name}` });
    } else if (ownTables.test(name)) {
      problems.push({ code: 'NEW013', args: { key: name }, path, on: 'key' });
    }
    const code = codeOf(name, entity);
    const other = codes.get(code);
    if (other !== undefined) {
      const args = { key: name, other, value: code };
      problems.push({ code: 'NEW024', args, path: [...path, 'code'] });
    }
    codes.set(code, name);
  }
  return problems;
}

function checkRoles(entity: EntityInput, roles: string[], path: Path): Problem[] {
  const places: [Path, string[] | undefined][] = [
    ...(['create', 'view', 'edit', 'export'] as const).map((key): [Path, string[] | undefined] => [
      [key],
      entity[key],
    ]),
    ...(entity.moves ?? []).map(({ by }, i): [Path, string[]] => [['moves', i, 'by'], by]),
    ...Object.entries(entity.letters ?? {}).map(([name, { by }]): [Path, string[] | undefined] => [
      ['letters', name, 'by'],
      by,
    ]),
  ];
  return places.flatMap(([at, names = []]) => unknown(names, roles, 'NEW016', [...path, ...at]));
}

function checkStates(entity: EntityInput, path: Path): Problem[] {
  const states = Object.keys(entity.states ?? { tercatat: '' });
  const moves = entity.moves ?? [];
  const problems = moves.flatMap(({ from, to }, i) => {
    const at = [...path, 'moves', i];
    return [
      ...(typeof from === 'string'
        ? unknownOne(from, states, 'NEW017', [...at, 'from'])
        : unknown(from, states, 'NEW017', [...at, 'from'])),
      ...unknownOne(to, states, 'NEW017', [...at, 'to']),
    ];
  });
  for (const [name, letter] of Object.entries(entity.letters ?? {})) {
    problems.push(
      ...unknown(letter.states, states, 'NEW017', [...path, 'letters', name, 'states']),
    );
  }
  return problems.length > 0 ? problems : checkReachable(states, moves, path);
}

/** A state that no move leads to would promise what never happens. */
function checkReachable(states: string[], moves: EntityInput['moves'], path: Path): Problem[] {
  const reached = new Set(states.slice(0, 1));
  for (const state of reached) {
    for (const { from, to } of moves ?? []) {
      if ([from].flat().includes(state)) reached.add(to);
    }
  }
  return states
    .filter((state) => !reached.has(state))
    .map((state) => ({
      code: 'NEW021',
      args: { state },
      path: [...path, 'states', state],
      on: 'key' as const,
    }));
}

/** What everybody with a ticket number can read must not be somebody's data. */
function checkPublic(entity: EntityInput, path: Path): Problem[] {
  const names = Object.keys(entity.fields);
  const shown = (entity.status ?? []).map((name, i): [string, Path] => [name, ['status', i]]);
  return shown.flatMap(([name, at]): Problem[] => {
    const field = Object.hasOwn(entity.fields, name) ? entity.fields[name] : undefined;
    if (field === undefined) return unknownOne(name, names, 'NEW019', [...path, ...at]);
    const isPersonal =
      field.personal ??
      (field.encrypted === true || ['nik', 'phone', 'email'].includes(field.type));
    return isPersonal || field.type === 'file'
      ? [{ code: 'NEW022', args: { field: name }, path: [...path, ...at] }]
      : [];
  });
}

function unknown(names: string[], known: string[], code: string, path: Path): Problem[] {
  return names.flatMap((name, i) => unknownOne(name, known, code, [...path, i]));
}

function unknownOne(name: string, known: string[], code: string, path: Path): Problem[] {
  if (known.includes(name)) return [];
  const args = { value: name, known: known.join(', ') };
  return [{ code, args, path, suggestion: suggest(name, known) }];
}
