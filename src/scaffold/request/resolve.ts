/** Fills in every default of a request that has been found right. */
import { parseBytes } from '../../inventory/units.js';
import type { Entity, Field, Letter, Request, State } from './model.js';
import { type EntityInput, type FieldInput, parsePeriod, type RequestInput } from './schema.js';

export function resolveRequest(input: RequestInput): Request {
  const roles = Object.entries(input.roles).map(([name, { title, personal = false }]) => ({
    name,
    title,
    personal,
  }));
  const names = roles.map(({ name }) => name);
  return {
    title: input.title,
    function: input.function,
    description: input.description ?? '',
    ...(input.owner === undefined ? {} : { owner: input.owner }),
    ...(input.privacy === undefined ? {} : { privacy: input.privacy }),
    roles,
    entities: Object.entries(input.entities).map(([name, each]) => entityOf(name, each, names)),
  };
}

/** What its ticket numbers begin with when the request does not say. */
export function codeOf(name: string, { code }: Pick<EntityInput, 'code'>): string {
  return code ?? name.replaceAll('_', '').slice(0, 4).toUpperCase();
}

function entityOf(name: string, input: EntityInput, roles: string[]): Entity {
  const isPublic = input.public ?? false;
  const create = input.create ?? (isPublic ? [] : roles);
  const view = input.view ?? roles;
  const days = parsePeriod(input.retention?.after ?? '');
  return {
    name,
    title: input.title,
    description: input.description ?? '',
    code: codeOf(name, input),
    isPublic,
    create,
    view,
    edit: input.edit ?? create,
    export: input.export ?? [],
    fields: Object.entries(input.fields).map(([key, field]) => fieldOf(key, field)),
    states: statesOf(input),
    moves: (input.moves ?? []).map(({ title, from, to, by, note = false }) => ({
      title,
      from: typeof from === 'string' ? [from] : from,
      to,
      by,
      note,
    })),
    statusFields: input.status ?? [],
    letters: lettersOf(input, view),
    ...(days === undefined
      ? {}
      : { retention: { days, action: input.retention?.action ?? 'anonymise' } }),
  };
}

/** A record without states still has one: it is there. */
function statesOf({ states = { tercatat: 'Tercatat' } }: EntityInput): State[] {
  return Object.entries(states).map(([name, state]) =>
    typeof state === 'string'
      ? { name, title: state, note: '' }
      : { name, title: state.title, note: state.note ?? '' },
  );
}

function lettersOf({ letters = {} }: EntityInput, view: string[]): Letter[] {
  return Object.entries(letters).map(([name, letter]) => ({
    name,
    title: letter.title,
    number: letter.number ?? '',
    states: letter.states,
    by: letter.by ?? view,
    isPublic: letter.public ?? false,
    body: letter.body,
    signer: { nip: '', ...letter.signer },
  }));
}

const personalTypes = ['nik', 'phone', 'email'];

function fieldOf(name: string, input: FieldInput): Field {
  return {
    name,
    label: input.label,
    type: input.type,
    required: input.required ?? true,
    hint: input.hint ?? '',
    personal: input.personal ?? (input.encrypted === true || personalTypes.includes(input.type)),
    encrypted: input.encrypted ?? input.type === 'nik',
    choices: Object.entries(input.choices ?? {}).map(([value, label]) => ({ value, label })),
    ...(input.to === undefined ? {} : { to: input.to }),
    ...(input.min === undefined ? {} : { min: input.min }),
    ...(input.max === undefined ? {} : { max: input.max }),
    accept: input.type === 'file' ? (input.accept ?? ['pdf', 'jpg', 'png']) : [],
    maxBytes: input.type === 'file' ? (parseBytes(input.size ?? '2MiB') ?? 0) : 0,
  };
}
