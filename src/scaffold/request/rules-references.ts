/** References between entities: to something, and never in a circle. */
import type { Path, Problem } from '../../inventory/problem.js';
import { suggest } from '../../inventory/suggest.js';
import type { RequestInput } from './schema.js';

interface Reference {
  from: string;
  to: string;
  path: Path;
}

export function checkReferences({ entities }: RequestInput): Problem[] {
  const names = Object.keys(entities);
  const references = Object.entries(entities).flatMap(([from, { fields }]) =>
    Object.entries(fields).flatMap(([field, { type, to }]): Reference[] =>
      type === 'reference' && to !== undefined
        ? [{ from, to, path: ['entities', from, 'fields', field, 'to'] }]
        : [],
    ),
  );
  const unknown = references
    .filter(({ to }) => !names.includes(to))
    .map(({ to, path }) => ({
      code: 'NEW015',
      args: { value: to, known: names.join(', ') },
      path,
      suggestion: suggest(to, names),
    }));
  return unknown.length > 0 ? unknown : circles(references);
}

/**
 * Each circle once, at the reference that closes it: neither record of a circle could be made
 * first, and neither table.
 */
function circles(references: Reference[]): Problem[] {
  const problems: Problem[] = [];
  const done = new Set<string>();
  const visit = (entity: string, way: string[]): void => {
    if (done.has(entity)) return;
    for (const { to, path } of references.filter(({ from }) => from === entity)) {
      const start = [...way, entity].indexOf(to);
      if (start === -1) visit(to, [...way, entity]);
      else {
        const circle = [...[...way, entity].slice(start), to].join(' → ');
        problems.push({ code: 'NEW020', args: { circle }, path });
      }
    }
    done.add(entity);
  };
  for (const { from } of references) visit(from, []);
  return problems;
}

/** Entities so that each comes after those it refers to. */
export function inOrder<E extends { name: string; fields: { to?: string }[] }>(entities: E[]): E[] {
  const ordered: E[] = [];
  const add = (entity: E): void => {
    if (ordered.includes(entity)) return;
    for (const { to } of entity.fields) {
      const target = entities.find(({ name }) => name === to);
      if (target !== undefined) add(target);
    }
    ordered.push(entity);
  };
  for (const entity of entities) add(entity);
  return ordered;
}
