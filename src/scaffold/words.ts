/** What the files of a template may say of a request and its place: see `fill`. */
import type { Words } from './fill.js';
import type { Answers } from './model.js';
import type { Entity, Request } from './request/model.js';

export function wordsOf(request: Request, answers: Answers): Words {
  const { template, version, name, opd, agency, government } = answers;
  const { title, description, owner, privacy, roles } = request;
  const entities = request.entities.map(entityWords);
  return {
    template,
    version,
    name,
    opd,
    agency,
    government,
    title,
    description,
    function: request.function,
    owner: owner ?? '',
    privacy: (privacy ?? '').trim(),
    roles: roles.map((role) => ({ ...role })),
    entities,
    /** What citizens may send in. */
    services: entities.filter(({ isPublic }) => isPublic),
  };
}

function entityWords(entity: Entity) {
  const { name, title, description, code, isPublic, fields, states, letters } = entity;
  const said = fields.map(({ name, label, hint, type, required }) => ({
    name,
    label,
    hint,
    type,
    required,
  }));
  return {
    name,
    title,
    description,
    code,
    isPublic,
    fields: said,
    /** What must be brought along, and what is only asked. */
    documents: said.filter(({ type }) => type === 'file'),
    questions: said.filter(({ type }) => type !== 'file' && type !== 'yesno'),
    states: states.map((state) => ({ ...state })),
    letters: letters.map(({ name, title }) => ({ name, title })),
  };
}
