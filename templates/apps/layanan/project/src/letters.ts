/** Letters as PDF: letterhead, number, paragraphs, signature. */
import PDFDocument from 'pdfkit';
import type { Db, Row } from './database.js';
import { type Entity, type Letter, type Service, stateOf } from './definition.js';
import { formatDate, showValue } from './field-values.js';
import type { Values } from './records.js';

const roman = ['I', 'II', 'III', 'IV', 'V', 'VI', 'VII', 'VIII', 'IX', 'X', 'XI', 'XII'];

/** Number and date of a letter of this record: given at the first print, and kept. */
export async function registerLetter(db: Db, entity: Entity, letter: Letter, row: Row) {
  const name = `${entity.name}.${letter.name}`;
  const known = () =>
    db
      .selectFrom('app_letter')
      .selectAll()
      .where('letter', '=', name)
      .where('record_id', '=', row.id)
      .executeTakeFirst();
  for (let attempt = 0; attempt < 20; attempt += 1) {
    const found = await known();
    if (found !== undefined) return found;
    const year = new Date().getFullYear();
    // two at once cannot take the same number: the loser finds nothing inserted and tries again
    await db
      .insertInto('app_letter')
      .columns(['letter', 'year', 'sequence', 'record_id'])
      .expression(({ selectFrom, val, fn, lit }) =>
        selectFrom('app_letter')
          .select(({ eb }) => [
            val(name).as('letter'),
            eb.cast<number>(val(year), 'integer').as('year'),
            eb(fn.coalesce(fn.max('sequence'), lit(0)), '+', lit(1)).as('sequence'),
            eb.cast<number>(val(row.id), 'integer').as('record_id'),
          ])
          .where('letter', '=', name)
          .where('year', '=', year),
      )
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  }
  throw new Error(`nomor surat ${name} tidak didapat`);
}

export interface LetterContent {
  service: Service;
  entity: Entity;
  letter: Letter;
  row: Row;
  values: Values;
  labels: Map<string, string>;
  sequence: number;
  date: Date;
}

/** The words of a letter: `{field}` filled in. */
export function fillLetter(text: string, content: LetterContent): string {
  const { entity, row, values, labels, sequence, date } = content;
  const words: Record<string, string> = {
    urut: String(sequence).padStart(3, '0'),
    bulan: roman[date.getMonth()] ?? '',
    tahun: String(date.getFullYear()),
    tanggal: formatDate(isoDate(date)),
    tiket: row.ticket,
    status: stateOf(entity, row.state).title,
  };
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => {
    const field = entity.fields.find((each) => each.name === name);
    if (field !== undefined) return showValue(field, values[name] ?? null, labels);
    return name === 'nomor'
      ? fillLetter(content.letter.number ?? '', content)
      : (words[name] ?? whole);
  });
}

/** The day in the server's zone. */
function isoDate(date: Date): string {
  const two = (value: number) => String(value).padStart(2, '0');
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}

/** @returns the PDF's bytes */
export function letterPdf(content: LetterContent): Promise<Buffer> {
  const { letter, row, service } = content;
  const info = { Title: `${letter.title} ${row.ticket}`, Author: service.agency };
  const pdf = new PDFDocument({ size: 'A4', margin: 72, lang: 'id', info });
  const chunks: Buffer[] = [];
  pdf.on('data', (chunk: Buffer) => chunks.push(chunk));
  const done = new Promise<Buffer>((resolve) =>
    pdf.on('end', () => resolve(Buffer.concat(chunks))),
  );
  head(pdf, content);
  body(pdf, fillLetter(letter.body.join('\n'), content));
  signature(pdf, content);
  pdf.end();
  return done;
}

function head(pdf: PDFKit.PDFDocument, content: LetterContent): void {
  const { service, letter } = content;
  pdf.font('Times-Roman').fontSize(13).text(service.government.toUpperCase(), { align: 'center' });
  pdf.font('Times-Bold').fontSize(16).text(service.agency.toUpperCase(), { align: 'center' });
  const y = pdf.y + 6;
  pdf.lineWidth(2).moveTo(72, y).lineTo(523, y).stroke();
  pdf
    .lineWidth(0.5)
    .moveTo(72, y + 3)
    .lineTo(523, y + 3)
    .stroke();
  pdf.y = y + 24;
  pdf.font('Times-Bold').fontSize(14);
  pdf.text(letter.title.toUpperCase(), { align: 'center', underline: true });
  pdf.font('Times-Roman').fontSize(12);
  if (letter.number !== undefined) {
    pdf.text(`Nomor: ${fillLetter(letter.number, content)}`, { align: 'center' });
  }
  pdf.moveDown(1.5);
}

/** Lines like `Nama: Siti` stand in two columns, other paragraphs across the page. */
function body(pdf: PDFKit.PDFDocument, text: string): void {
  for (const line of text.trim().split('\n')) {
    const [, label, value] = /^([^:]{2,30}): (.+)$/.exec(line) ?? [];
    if (label !== undefined && value !== undefined) {
      const { y } = pdf;
      pdf.text(label, 96, y, { width: 140 });
      pdf.text(':', 236, y);
      pdf.text(value, 250, y, { width: 273 });
      pdf.x = 72;
    } else if (line.trim() === '') pdf.moveDown(0.7);
    else pdf.text(line, 72, pdf.y, { width: 451, align: 'justify', lineGap: 3 });
  }
}

function signature(pdf: PDFKit.PDFDocument, content: LetterContent): void {
  const { entity, letter, row, date } = content;
  if (pdf.y > 600) pdf.addPage();
  const { signer } = letter;
  const right = { width: 223 };
  pdf.moveDown(2);
  pdf.text(formatDate(isoDate(date)), 300, pdf.y, right).text(`${signer.office},`, right);
  pdf.moveDown(4);
  pdf.font('Times-Bold').text(signer.name, right).font('Times-Roman');
  if (signer.nip !== undefined) pdf.text(`NIP ${signer.nip}`, right);
  const check = 'Keabsahan surat ini dapat diperiksa pada halaman Cek Status.';
  const words = `Nomor tiket ${row.ticket}. ${entity.isPublic ? check : ''}`;
  pdf.fontSize(9).text(words, 72, 750, { width: 451, align: 'center', lineBreak: false });
}
