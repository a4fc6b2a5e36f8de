/** The request as a project keeps it, without what it does not have. */
import type { Answers } from './model.js';
import type { Entity, Field, Request } from './request/model.js';

/** Plain data, whatever language it is written in; undefined keys are left out there. */
export function serviceOf(
  request: Request,
  identity: Pick<Answers, 'name' | 'agency' | 'government'>,
) {
  const { title, description, privacy, roles, entities } = request;
  return {
    name: identity.name,
    title,
    description,
    agency: identity.agency,
    government: identity.government,
    privacy: privacy?.trim(),
    roles: roles.map(({ name, title, personal }) => ({
      name,
      title,
      personal: personal || undefined,
    })),
    entities: entities.map(entityOf),
  };
}

/** Each field is one line then. */
function entityOf(entity: Entity) {
  return {
    ...entity,
    fields: entity.fields.map(fieldOf),
    states: entity.states.map(({ note, ...state }) => ({ ...state, note: note || undefined })),
    moves: entity.moves.map(({ note, ...move }) => ({ ...move, note: note || undefined })),
    letters: entity.letters.map(({ isPublic, number, body, signer, ...letter }) => ({
      ...letter,
      number: number || undefined,
      isPublic: isPublic || undefined,
      body: body.trim().split('\n'),
      signer: { ...signer, nip: signer.nip || undefined },
    })),
  };
}

function fieldOf(field: Field) {
  const { name, label, type, required, personal, encrypted, hint, choices, to, min, max } = field;
  return {
    name,
    label,
    type,
    required,
    personal: personal || undefined,
    encrypted: encrypted || undefined,
    hint: hint || undefined,
    to,
    min,
    max,
    choices: choices.length > 0 ? choices : undefined,
    accept: field.accept.length > 0 ? field.accept : undefined,
    maxBytes: field.maxBytes > 0 ? field.maxBytes : undefined,
  };
}
