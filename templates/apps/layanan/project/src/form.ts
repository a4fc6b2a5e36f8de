/** A sent form → values, or what is wrong with each field. */
import type { FastifyRequest } from 'fastify';
import { type Db, tableOf } from './database.js';
import type { Entity, Field, Service } from './definition.js';
import { parseValue } from './field-values.js';
import { checkFile, saveFile, type Upload } from './files.js';
import type { Values } from './records.js';

export interface SentForm {
  texts: Record<string, string>;
  files: Record<string, Upload>;
}

export type Errors = Record<string, string>;

/** What a form's page is called: whoever hears it read out learns first that something is wrong. */
export function formTitle(title: string, errors: Errors): string {
  return Object.keys(errors).length === 0 ? title : `Perlu diperbaiki: ${title}`;
}

/** The body of a form, with files or without. Of a name sent twice the last counts. */
export function readForm(request: FastifyRequest): SentForm {
  const form: SentForm = { texts: {}, files: {} };
  for (const [name, part] of Object.entries((request.body ?? {}) as Record<string, unknown>)) {
    const last: unknown = Array.isArray(part) ? part.at(-1) : part;
    if (typeof last === 'string') form.texts[name] = last;
    else if (isFile(last)) form.files[name] = { name: last.filename, content: last._buf };
    else if (isText(last)) form.texts[name] = last.value;
  }
  return form;
}

/** What @fastify/multipart makes of a file, and of other parts of a form. */
function isFile(part: unknown): part is { filename: string; _buf: Buffer } {
  return typeof part === 'object' && part !== null && '_buf' in part && 'filename' in part;
}

function isText(part: unknown): part is { value: string } {
  return (
    typeof part === 'object' && part !== null && 'value' in part && typeof part.value === 'string'
  );
}

export interface CheckedForm {
  values: Values;
  errors: Errors;
  /** Files that passed, still to be saved. */
  files: { field: Field; upload: Upload; kind: string }[];
}

/** @param isNew whether required files must come with it; later the old one stays */
export async function checkForm(
  db: Db,
  service: Service,
  entity: Entity,
  form: SentForm,
  isNew: boolean,
): Promise<CheckedForm> {
  const checked: CheckedForm = { values: {}, errors: {}, files: [] };
  for (const field of entity.fields) {
    if (field.type === 'file') checkUpload(field, form.files[field.name], isNew, checked);
    else await checkText(db, service, field, form.texts[field.name] ?? '', checked);
  }
  return checked;
}

function checkUpload(
  field: Field,
  upload: Upload | undefined,
  isNew: boolean,
  checked: CheckedForm,
): void {
  if (upload === undefined || upload.content.length === 0) {
    if (isNew && field.required) checked.errors[field.name] = 'Pilih sebuah berkas.';
    return;
  }
  const result = checkFile(upload, field);
  if ('error' in result) checked.errors[field.name] = result.error;
  else checked.files.push({ field, upload, kind: result.kind });
}

async function checkText(
  db: Db,
  service: Service,
  field: Field,
  text: string,
  { values, errors }: CheckedForm,
): Promise<void> {
  const parsed = parseValue(text, field);
  if ('error' in parsed) {
    errors[field.name] = parsed.error;
    return;
  }
  values[field.name] = parsed.value;
  const target = service.entities.find(({ name }) => name === field.to);
  if (target === undefined || parsed.value === null) return;
  const found = await db
    .selectFrom(tableOf(target))
    .select('id')
    .where('id', '=', Number(parsed.value))
    .executeTakeFirst();
  if (found === undefined) errors[field.name] = 'Pilih salah satu dari daftar.';
}

/** Saves the files of a form that is right, and puts their ids among its values. */
export async function saveFiles(db: Db, folder: string, { files, values }: CheckedForm) {
  for (const { field, upload, kind } of files) {
    values[field.name] = await saveFile(db, folder, upload, kind);
  }
}
