/** Fields: names that are free, and keys that fit the type. */
import type { Path, Problem } from '../../inventory/problem.js';
import { suggest } from '../../inventory/suggest.js';
import { ownNames, reservedIn } from './reserved.js';
import type { EntityInput, FieldInput } from './schema.js';

export function checkFields(entity: EntityInput, path: Path): Problem[] {
  const names = Object.keys(entity.fields);
  const entityName = String(path.at(-1));
  if (names.length === 0) {
    return [{ code: 'INV020', args: { key: 'fields' }, path: [...path, 'fields'], on: 'key' }];
  }
  return [
    ...names.flatMap((name) => checkName(name, entityName, [...path, 'fields', name])),
    ...Object.entries(entity.fields).flatMap(([name, field]) =>
      checkKeys(field, [...path, 'fields', name]),
    ),
    ...checkLetters(entity, names, path),
  ];
}

function checkName(name: string, entity: string, path: Path): Problem[] {
  const languages = reservedIn(name).join(', ');
  const suggestion = `${name}_${entity}`.slice(0, 40);
  if (languages !== '') {
    return [{ code: 'NEW010', args: { key: name, languages }, path, on: 'key', suggestion }];
  }
  if (!ownNames.includes(name)) return [];
  return [{ code: 'NEW013', args: { key: name }, path, on: 'key', suggestion }];
}

/** Keys that mean something for some types only. */
const only: Partial<Record<keyof FieldInput, FieldInput['type'][]>> = {
  choices: ['choice'],
  to: ['reference'],
  accept: ['file'],
  size: ['file'],
  min: ['text', 'paragraph', 'number', 'money'],
  max: ['text', 'paragraph', 'number', 'money'],
  encrypted: ['text', 'paragraph', 'nik', 'nip', 'phone', 'email'],
};

const needed: Partial<Record<FieldInput['type'], keyof FieldInput>> = {
  choice: 'choices',
  reference: 'to',
};

function checkKeys(field: FieldInput, path: Path): Problem[] {
  const problems: Problem[] = [];
  const { type } = field;
  for (const [key, types] of Object.entries(only)) {
    if (!Object.hasOwn(field, key) || types.includes(type)) continue;
    const args = { key, type, types: types.join(', ') };
    problems.push({ code: 'NEW014', args, path: [...path, key], on: 'key' });
  }
  const must = needed[type];
  const value = must === undefined ? undefined : field[must];
  const isEmpty = value === undefined || Object.keys(value).length === 0;
  if (must !== undefined && isEmpty) {
    problems.push({ code: 'NEW018', args: { type, key: must }, path, on: 'key' });
  }
  const { min = 0, max = Number.POSITIVE_INFINITY } = field;
  if (min > max) problems.push({ code: 'NEW028', args: { min, max }, path: [...path, 'min'] });
  return problems;
}

/** Words a letter may use besides the record's fields. */
const letterWords = ['tanggal', 'tahun', 'bulan', 'urut', 'nomor', 'tiket', 'status'];

function checkLetters({ letters = {} }: EntityInput, fields: string[], path: Path): Problem[] {
  const known = [...fields, ...letterWords];
  return Object.entries(letters).flatMap(([name, { body, number = '' }]) =>
    (['body', 'number'] as const).flatMap((key) =>
      [...(key === 'body' ? body : number).matchAll(/\{([^{}]*)\}/g)]
        .map((match) => String(match[1]))
        .filter((word) => !known.includes(word))
        .map((word) => ({
          code: 'NEW019',
          args: { value: word, known: known.join(', ') },
          path: [...path, 'letters', name, key],
          suggestion: suggest(word, known),
        })),
    ),
  );
}
