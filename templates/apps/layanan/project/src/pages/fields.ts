/** Fields as form controls, with label, help and what is wrong. */
import type { Entity, Field } from '../definition.js';
import { formatBytes } from '../files.js';
import type { Errors } from '../form.js';
import { type Html, html } from '../html.js';

export type Choices = Map<string, { value: string; label: string }[]>;

export interface FormState {
  entity: Entity;
  /** What was typed, by field. */
  texts: Record<string, string>;
  errors: Errors;
  choices: Choices;
  /** Fields that already have a file. */
  kept?: string[];
}

/** All fields of an entity, after a summary of what is wrong. */
export function fields(state: FormState): Html {
  return html`${summary(state)}${state.entity.fields.map((field) => control(field, state))}`;
}

function summary({ entity, errors }: FormState): Html | undefined {
  const wrong = entity.fields.filter(({ name }) => errors[name] !== undefined);
  if (wrong.length === 0) return undefined;
  const hasFile = entity.fields.some(({ type }) => type === 'file');
  return html`<div class="alert" role="alert"><h2>${wrong.length} isian perlu diperbaiki</h2><ul>${wrong.map(
    ({ name, label }) => html`<li><a href="#${name}">${label}</a>: ${errors[name]}</li>`,
  )}</ul>${hasFile && html`<p>Berkas perlu dipilih ulang.</p>`}</div>`;
}

function control(field: Field, state: FormState): Html {
  const { name, label, required, type } = field;
  const error = state.errors[name];
  const hint = hintOf(field, state);
  const described = [hint && `${name}-bantuan`, error && `${name}-salah`].filter(Boolean).join(' ');
  const attributes = html`id="${name}" name="${name}"${required && html` aria-required="true"`}${
    error !== undefined && html` aria-invalid="true"`
  }${described !== '' && html` aria-describedby="${described}"`}`;
  const words = html`${label}${!required && html` <span class="optional">(tidak wajib)</span>`}`;
  const input = inputOf(field, state, attributes);
  const help = html`${hint && html`<span class="hint" id="${name}-bantuan">${hint}</span>`}${
    error && html`<span class="wrong" id="${name}-salah">${error}</span>`
  }`;
  const kind = error === undefined ? 'field' : 'field is-wrong';
  return type === 'yesno'
    ? html`<div class="${kind}"><label class="check">${input}<span>${words}</span></label>${help}</div>`
    : html`<div class="${kind}"><label for="${name}">${words}</label>${help}${input}</div>`;
}

function hintOf(field: Field, { kept = [] }: FormState): string {
  const { type, hint = '', accept = [], maxBytes = 0 } = field;
  if (type !== 'file') return hint;
  const words =
    hint !== ''
      ? hint
      : `${accept.join(', ').toUpperCase()}, paling besar ${formatBytes(maxBytes)}`;
  return kept.includes(field.name)
    ? `${words}. Biarkan kosong untuk tetap memakai berkas yang ada.`
    : words;
}

function inputOf(field: Field, { texts, choices }: FormState, attributes: Html): Html {
  const { name, type, max } = field;
  const text = texts[name] ?? '';
  switch (type) {
    case 'paragraph':
      return html`<textarea ${attributes} rows="4" maxlength="${max ?? 4000}">
${text}</textarea>`;
    case 'choice':
      return select(field.choices ?? [], text, attributes);
    case 'reference':
      return select(choices.get(field.to ?? '') ?? [], text, attributes);
    case 'yesno':
      return html`<input type="checkbox" value="ya" ${attributes}${text === 'ya' && html` checked`}>`;
    case 'file': {
      const kinds = (field.accept ?? []).flatMap((kind) =>
        kind === 'jpg' ? ['.jpg', '.jpeg'] : [`.${kind}`],
      );
      return html`<input type="file" accept="${kinds.join(',')}" ${attributes}>`;
    }
    default:
      return html`<input ${inputKinds[type]} value="${text}" ${attributes}${
        type === 'text' && html` maxlength="${max ?? 200}"`
      }>`;
  }
}

const inputKinds: Partial<Record<Field['type'], Html>> = {
  text: html`type="text"`,
  number: html`type="text" inputmode="decimal" class="short"`,
  money: html`type="text" inputmode="numeric" class="short" placeholder="1.500.000"`,
  date: html`type="date" class="short"`,
  nik: html`type="text" inputmode="numeric" class="short" autocomplete="off"`,
  nip: html`type="text" inputmode="numeric" class="short" autocomplete="off"`,
  phone: html`type="tel" class="short" autocomplete="tel"`,
  email: html`type="email" autocomplete="email"`,
};

function select(choices: { value: string; label: string }[], chosen: string, attributes: Html) {
  return html`<select ${attributes}><option value="">Pilih…</option>${choices.map(
    ({ value, label }) =>
      html`<option value="${value}"${value === chosen && html` selected`}>${label}</option>`,
  )}</select>`;
}

/** Opening tag of a form that changes something, with its token. */
export function openForm(action: string, token: string, hasFiles = false): Html {
  return html`<form method="post" action="${action}" novalidate${
    hasFiles && html` enctype="multipart/form-data"`
  }><input type="hidden" name="_csrf" value="${token}">`;
}

export function hasFiles(entity: Entity): boolean {
  return entity.fields.some(({ type }) => type === 'file');
}
