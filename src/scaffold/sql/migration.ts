/** SQL that brings a database from one request to the next. It only adds. */
import type { Entity, Field, Request } from '../request/model.js';
import { inOrder } from '../request/rules-references.js';
import { type Dialect, type DialectName, dialects, postgresTypes } from './dialects.js';

/**
 * @param before the request the database was made for; undefined: there is none yet
 * @returns undefined when nothing is to be added. Columns of fields that are gone stay: what they
 *   hold is the agency's, and the version before may still run.
 */
export function migration(
  before: Request | undefined,
  after: Request,
  name: DialectName,
): string | undefined {
  const dialect = dialects[name];
  const known = new Map(before?.entities.map((entity) => [entity.name, entity]));
  const parts = inOrder(after.entities).flatMap((entity) => {
    const old = known.get(entity.name);
    return old === undefined ? [newTable(entity, dialect)] : newColumns(old, entity, dialect);
  });
  if (parts.length === 0) return undefined;
  const head =
    before === undefined
      ? '-- Tables of the request. Columns may be empty: what must be filled in is the form’s to say,\n-- and personal data leaves when its retention ends.\n'
      : '-- What the request has more than before. Columns that are no longer in it stay.\n';
  return `${head}\n${parts.join('\n')}`;
}

function newTable({ name, fields }: Entity, dialect: Dialect): string {
  const { recordColumns, column, constraints, index } = dialect;
  const lines = [...recordColumns, ...fields.map(column), ...constraints(fields)];
  const indexes = [
    'state',
    ...fields.filter(({ to }) => to !== undefined).map((each) => each.name),
  ];
  return `${dialect.newTable(name, lines)}${indexes.map((each) => index(name, each)).join('')}`;
}

/** A field of another type gets a column of its own only by another name. */
function newColumns(before: Entity, { name, fields }: Entity, dialect: Dialect): string[] {
  const known = new Set(before.fields.map((field) => field.name));
  return fields
    .filter((field) => !known.has(field.name))
    .map((field) => {
      const index = field.to === undefined ? '' : dialect.index(name, field.name);
      const column = `alter table ${name} add column if not exists ${dialect.column(field)};\n`;
      return `${column}${index}${dialect.reference(name, field)}`;
    });
}

export interface Clash {
  /** `entity.field`, or the entity for its ticket code. */
  place: string;
  before: string;
  after: string;
}

/** What an update cannot change, because of the data that is there already. */
export function clashes(before: Request, after: Request): Clash[] {
  return after.entities.flatMap((entity) => {
    const old = before.entities.find(({ name }) => name === entity.name);
    if (old === undefined) return [];
    const code =
      old.code === entity.code
        ? []
        : [{ place: `${entity.name}.code`, before: old.code, after: entity.code }];
    const fields = entity.fields.flatMap((field) => {
      const known = old.fields.find(({ name }) => name === field.name);
      const [was, is] = [known && shape(known), shape(field)];
      if (was === undefined || was === is) return [];
      return [{ place: `${entity.name}.${field.name}`, before: was, after: is }];
    });
    return [...code, ...fields];
  });
}

export interface Removal {
  /** `entity.state`, or `entity.field.choice`. */
  place: string;
  kind: 'state' | 'choice';
}

/** States and choices that records may still have, and that a newer request no longer knows. */
export function removals(before: Request, after: Request): Removal[] {
  return after.entities.flatMap((entity) => {
    const old = before.entities.find(({ name }) => name === entity.name);
    if (old === undefined) return [];
    const states = old.states
      .filter(({ name }) => entity.states.every((state) => state.name !== name))
      .map(({ name }): Removal => ({ place: `${entity.name}.${name}`, kind: 'state' }));
    return [...states, ...entity.fields.flatMap((field) => goneChoices(old, entity.name, field))];
  });
}

/** Tables and columns that stay in the database although a newer request does not know them. */
export function leftBehind(before: Request, after: Request): string[] {
  return before.entities.flatMap(({ name, fields }) => {
    const entity = after.entities.find((each) => each.name === name);
    if (entity === undefined) return [name];
    return fields
      .filter((field) => entity.fields.every((each) => each.name !== field.name))
      .map((field) => `${name}.${field.name}`);
  });
}

function goneChoices(old: Entity, entity: string, { name, type, choices }: Field): Removal[] {
  const known = old.fields.find((field) => field.name === name)?.choices ?? [];
  // a text takes what was chosen
  if (type !== 'choice') return [];
  return known
    .filter(({ value }) => choices.every((choice) => choice.value !== value))
    .map(({ value }) => ({ place: `${entity}.${name}.${value}`, kind: 'choice' }));
}

/** How a field's values are kept: text types may take each other's place. */
function shape({ type, to, encrypted }: Field): string {
  const kind = type === 'file' || type === 'reference' ? type : postgresTypes[type];
  return [encrypted ? 'encrypted' : '', kind, to ?? ''].filter((word) => word !== '').join(' ');
}
