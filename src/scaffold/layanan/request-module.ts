/** `src/request.ts` of a project: the request as data that its code reads. */
import type { Entity, Field, Request } from '../request/model.js';
import { literal } from './literal.js';

export interface Identity {
  /** Short name of the app. */
  name: string;
  /** Names for people of the agency, and of the government it belongs to. */
  agency: string;
  government: string;
}

/** The module's text. */
export function requestModule(request: Request, identity: Identity): string {
  const { title, description, privacy, roles, entities } = request;
  const service = {
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
  const head = 'export const service: Service = ';
  return `/** What this app is for. Made from request.yaml: change that, then run \`induk new update\`. */
import type { Service } from './definition.js';

${head}${literal(service, head)};
`;
}

/** Without what it does not have: each field is one line then. */
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
