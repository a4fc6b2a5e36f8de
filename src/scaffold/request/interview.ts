/** A first request from a few answers; the rest is written into the file afterwards. */
import { stringify } from 'yaml';
import { line } from '../../inventory/schema/scalars.js';
import { maxFields } from './limits.js';
import type { FieldType } from './model.js';
import { readRequest } from './read.js';
import { ownNames, ownTables, reservedIn } from './reserved.js';

export interface Interview {
  title: string;
  function: string;
  /** What is sent in or recorded: one word or a few. */
  subject: string;
  /** Labels of what is filled in. */
  labels: string[];
  /** Whether citizens send it in. */
  isPublic: boolean;
}

/** Words of a label that tell its type; the first that fits. */
const hints: [RegExp, FieldType][] = [
  [/salinan|berkas|foto|scan|pindaian|lampiran|dokumen/i, 'file'],
  [/\bnik\b|\bktp\b/i, 'nik'],
  [/\bnip\b/i, 'nip'],
  [/telepon|\bhp\b|whatsapp|\bwa\b|ponsel/i, 'phone'],
  [/surel|e-?mail/i, 'email'],
  [/tanggal|\btgl\b/i, 'date'],
  [/biaya|harga|nilai|anggaran|tarif|rupiah/i, 'money'],
  [/jumlah|banyak|luas|umur|usia/i, 'number'],
  [/alamat|keterangan|uraian|alasan|catatan|isi\b/i, 'paragraph'],
  [/setuju|menyatakan/i, 'yesno'],
];

/** Text of a request that `readRequest` accepts. */
export function requestOf({ title, function: purpose, subject, labels, isPublic }: Interview) {
  const names = namesOf(labels);
  const fields = Object.fromEntries(
    labels.map((label, i) => [
      names[i],
      { type: hints.find(([pattern]) => pattern.test(label))?.[1] ?? 'text', label },
    ]),
  );
  const request = {
    title,
    function: purpose,
    roles: { petugas: { title: 'Petugas', personal: true } },
    entities: {
      [slug(subject, 'catatan')]: {
        title: subject,
        ...(isPublic ? { public: true, edit: ['petugas'] } : {}),
        export: ['petugas'],
        fields,
        states: { baru: 'Baru', diproses: 'Diproses', selesai: 'Selesai' },
        moves: [
          { title: 'Proses', from: 'baru', to: 'diproses', by: ['petugas'] },
          { title: 'Selesaikan', from: 'diproses', to: 'selesai', by: ['petugas'] },
        ],
      },
    },
  };
  return `# Made by induk new from a few answers; what else it may say: docs/manual/request.md\n${stringify(request, { lineWidth: 100 })}`;
}

/** A name of a column for each label; those that would be the same are numbered. */
function namesOf(labels: string[]): string[] {
  const taken = new Set<string>();
  return labels.map((label, i) => {
    const first = slug(label, `isian_${i + 1}`);
    let name = first;
    for (let n = 2; taken.has(name); n += 1) name = `${first}_${n}`;
    taken.add(name);
    return name;
  });
}

/** A name of a column or a table; `otherwise` when the words give none. */
function slug(words: string, otherwise: string): string {
  const name = words
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^[^a-z]+/, '')
    .slice(0, 32)
    .replace(/_+$/, '');
  if (name.length < 2) return otherwise;
  const isTaken = reservedIn(name).length > 0 || ownNames.includes(name) || ownTables.test(name);
  return isTaken ? `data_${name}` : name;
}

/** Why an answer cannot be taken: a code and its arguments. */
export interface AnswerFault {
  code: string;
  args: Record<string, string | number>;
}

const codes: Record<string, string> = { INV020: 'NEW055', INV021: 'NEW056', INV022: 'NEW057' };

/** What is wrong with words for people: a title, or what is sent in. */
export function wordsFault(words: string): AnswerFault | undefined {
  return lineFault(words) ?? unreadable({ title: words, subject: words });
}

function lineFault(words: string): AnswerFault | undefined {
  const [issue] = line().safeParse(words).error?.issues ?? [];
  if (issue === undefined) return undefined;
  return { code: codes[issue.message] ?? issue.message, args: { length: words.length } };
}

/** Labels as they are typed, separated by commas. */
export function labelsOf(answer: string): string[] {
  return answer
    .split(',')
    .map((label) => label.trim())
    .filter((label) => label !== '');
}

/** What is wrong with the labels of all that is filled in. */
export function labelsFault(labels: string[]): AnswerFault | undefined {
  if (labels.length === 0) return { code: 'NEW055', args: {} };
  if (labels.length > maxFields) {
    return { code: 'NEW059', args: { count: labels.length, limit: maxFields } };
  }
  const plain = labels.map((label) => label.toLowerCase());
  const twice = labels.find((_, i) => plain.indexOf(plain[i] ?? '') !== i);
  if (twice !== undefined) return { code: 'NEW058', args: { label: twice } };
  for (const label of labels) {
    const fault = lineFault(label);
    if (fault !== undefined) return fault;
  }
  return unreadable({ labels });
}

/** The request is read as any other: what it refuses for another reason is refused here. */
function unreadable(part: Partial<Interview>): AnswerFault | undefined {
  const rest = { title: 'Uji', function: 'uji', subject: 'Data', labels: ['Nama'], isPublic: true };
  const text = requestOf({ ...rest, ...part });
  const { request } = readRequest({ path: 'request.yaml', text });
  return request === undefined ? { code: 'NEW057', args: {} } : undefined;
}
