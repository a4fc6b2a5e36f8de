/** A first request from a few answers; the rest is written into the file afterwards. */
import { stringify } from 'yaml';
import type { FieldType } from './model.js';
import { reservedIn } from './reserved.js';

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
  const fields = Object.fromEntries(
    labels.map((label, i) => [
      slug(label, `isian_${i + 1}`),
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

/** A name of a column; `otherwise` when the words give none. */
function slug(words: string, otherwise: string): string {
  const name = words
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^[^a-z]+/, '')
    .slice(0, 32)
    .replace(/_+$/, '');
  if (name.length < 2) return otherwise;
  return reservedIn(name).length > 0 ? `data_${name}` : name;
}
