/** Lists for spreadsheets: CSV row by row, XLSX whole. */
import writeXlsx from 'write-excel-file/node';
import { type Db, type Row, tableOf } from './database.js';
import { type Entity, type Service, stateOf } from './definition.js';
import { mask, showValue } from './field-values.js';
import { opened } from './records.js';
import { labelsOf } from './references.js';

/** Rows read from the database at once. */
const batch = 500;

/** Most rows of an XLSX file, which is made in memory. */
export const mostXlsx = 20_000;

export interface Export {
  db: Db;
  service: Service;
  entity: Entity;
  key: Buffer;
  /** Whether personal data is shown in full. */
  personal: boolean;
}

function headings({ fields }: Entity): string[] {
  const labels = fields.filter(({ type }) => type !== 'file').map(({ label }) => label);
  return ['Nomor tiket', 'Status', 'Dibuat', 'Diubah', ...labels];
}

/** All records as texts, oldest first. */
async function* rows(options: Export): AsyncGenerator<string[]> {
  const { db, service, entity } = options;
  for (let last = 0; ; ) {
    const query = db.selectFrom(tableOf(entity)).selectAll().where('id', '>', last);
    const found = (await query.orderBy('id').limit(batch).execute()) as Row[];
    const labels = await labelsOf(db, service, entity.fields, found);
    for (const row of found) yield cells(options, row, labels);
    if (found.length < batch) return;
    last = found.at(-1)?.id ?? 0;
  }
}

function cells({ entity, key, personal }: Export, row: Row, labels: Map<string, string>) {
  const values = opened(entity, row, key);
  const shown = entity.fields
    .filter(({ type }) => type !== 'file')
    .map((field) => {
      const text = showValue(field, values[field.name] ?? null, labels);
      return field.personal && !personal ? mask(text) : text;
    });
  const { title } = stateOf(entity, row.state);
  return [row.ticket, title, row.created_at.toISOString(), row.updated_at.toISOString(), ...shown];
}

/** UTF-8 with a mark that tells Excel so. */
export async function* csv(options: Export): AsyncGenerator<string> {
  yield `\ufeff${line(headings(options.entity))}`;
  for await (const row of rows(options)) yield line(row);
}

function line(texts: string[]): string {
  return `${texts.map((text) => `"${inert(text).replaceAll('"', '""')}"`).join(',')}\r\n`;
}

/** A text that begins like a formula would be run by the spreadsheet that opens it. */
function inert(text: string): string {
  return /^[=+\-@\t\r]/.test(text) && !/^\+?[\d\s.,]+$/.test(text) ? `'${text}` : text;
}

export async function xlsx(options: Export): Promise<Buffer> {
  const data: { value: string; type: StringConstructor; fontWeight?: 'bold' }[][] = [
    headings(options.entity).map((value) => ({ value, type: String, fontWeight: 'bold' })),
  ];
  for await (const row of rows(options)) {
    data.push(row.map((value) => ({ value, type: String })));
    if (data.length > mostXlsx) break;
  }
  return writeXlsx(data).toBuffer();
}
