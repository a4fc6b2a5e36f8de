/** What a request may say; the JSON Schema for editors and the manual is made from it. */
import { z } from 'zod';
import { mapping, named, text } from '../../inventory/schema/mapping.js';
import { bytes, line, name } from '../../inventory/schema/scalars.js';
import { fieldTypes, fileKinds } from './model.js';

/** Names of fields and entities: columns and tables, without quotes in any language. */
export const identifier = /^[a-z](?!.*__)[a-z0-9_]{0,38}[a-z0-9]$/;

/** What a choice is kept as: `l`, `p`, `rumah_sakit`, `3a`. */
const choicePattern = /^[a-z0-9][a-z0-9_]{0,39}$/;

/** Prefix of ticket numbers. */
const codePattern = /^[A-Z][A-Z0-9]{1,7}$/;

const prose = () => z.string().min(1, { error: 'INV020' }).max(4000, { error: 'INV021' });

const roleName = () => z.string();

const roles = (description: string, example: string[]) =>
  z
    .array(roleName())
    .optional()
    .meta({ description, examples: [example] });

/** `5 years`, `90 days`; in Indonesian too. */
const period = /^(\d{1,4}) (day|days|month|months|year|years|hari|bulan|tahun)$/;

/** @returns days, or undefined when `value` is no period */
export function parsePeriod(value: string): number | undefined {
  const found = period.exec(value);
  if (found === null) return undefined;
  const unit = String(found[2]);
  const days = /^(day|hari)/.test(unit) ? 1 : /^(month|bulan)/.test(unit) ? 30 : 365;
  const total = Number(found[1]) * days;
  return total > 0 && total <= 36_500 ? total : undefined;
}

const field = mapping({
  type: z.enum(fieldTypes).meta({ description: 'What kind of value it is.', examples: ['text'] }),
  label: line().meta({ description: 'What people read beside it.', examples: ['Nama lengkap'] }),
  required: z
    .boolean()
    .optional()
    .meta({ description: 'Whether it must be filled in; default true.', examples: [false] }),
  hint: line()
    .optional()
    .meta({ description: 'Help under the label.', examples: ['Sesuai KTP'] }),
  personal: z
    .boolean()
    .optional()
    .meta({
      description:
        'Personal data: masked for roles without `personal: true`, removed when retention ends. Default: true for nik, phone and email.',
      examples: [true],
    }),
  encrypted: z
    .boolean()
    .optional()
    .meta({
      description: 'Kept encrypted in the database, and not searchable. Default: true for nik.',
      examples: [true],
    }),
  choices: named('NEW029', choicePattern, line())
    .optional()
    .meta({
      description: 'For choice: what can be chosen, a short name and its words.',
      examples: [{ dokter: 'Dokter umum', bidan: 'Bidan' }],
    }),
  to: z
    .string()
    .optional()
    .meta({ description: 'For reference: the entity it points at.', examples: ['pegawai'] }),
  min: z
    .number()
    .optional()
    .meta({
      description: 'Least value of a number or money, least characters of a text.',
      examples: [1],
    }),
  max: z
    .number()
    .optional()
    .meta({
      description: 'Greatest value of a number or money, most characters of a text.',
      examples: [120],
    }),
  accept: z
    .array(z.enum(fileKinds))
    .min(1, { error: 'INV020' })
    .optional()
    .meta({ description: 'For file: kinds accepted; default pdf, jpg, png.', examples: [['pdf']] }),
  size: bytes()
    .optional()
    .meta({ description: 'For file: most bytes; default 2MiB.', examples: ['2MiB'] }),
});

const state = z.union([
  line(),
  mapping({
    title: line().meta({ description: 'Its name.', examples: ['Sedang diperiksa'] }),
    note: line()
      .optional()
      .meta({ description: 'What it means, for the citizen.', examples: ['Paling lama 3 hari.'] }),
  }),
]);

const move = mapping({
  title: line().meta({ description: 'What the button says.', examples: ['Setujui'] }),
  from: z
    .union([z.string(), z.array(z.string()).min(1, { error: 'INV020' })])
    .meta({ description: 'State, or states, it starts from.', examples: ['diperiksa'] }),
  to: z.string().meta({ description: 'State it leads to.', examples: ['disetujui'] }),
  by: z
    .array(roleName())
    .min(1, { error: 'INV020' })
    .meta({ description: 'Roles that may do it.', examples: [['kepala']] }),
  note: z
    .boolean()
    .optional()
    .meta({
      description: 'Whether a remark must be given; the citizen reads it. Default false.',
      examples: [true],
    }),
});

const letter = mapping({
  title: line().meta({ description: 'Its heading.', examples: ['Surat Izin Praktik'] }),
  number: line()
    .optional()
    .meta({
      description: 'Pattern of its number: {urut}, {bulan} (Roman) and {tahun} are filled in.',
      examples: ['503/{urut}/SIP/{tahun}'],
    }),
  states: z
    .array(z.string())
    .min(1, { error: 'INV020' })
    .meta({ description: 'States in which it can be printed.', examples: [['terbit']] }),
  by: roles('Roles that may print it; default: those that see the record.', ['petugas']),
  public: z
    .boolean()
    .optional()
    .meta({ description: 'Whether the citizen can fetch it; default false.', examples: [true] }),
  body: prose().meta({
    description: 'Its paragraphs; {field} stands for a value, {tanggal} for today.',
    examples: ['Diberikan kepada {nama}.'],
  }),
  signer: mapping({
    office: line().meta({ description: 'Office.', examples: ['Kepala Dinas Kesehatan'] }),
    name: line().meta({ description: 'Name.', examples: ['dr. Ratna Wulandari, M.Kes.'] }),
    nip: text('NEW026', (value) => /^\d{18}$/.test(value))
      .optional()
      .meta({ description: 'NIP, 18 digits.', examples: ['197003151998032004'] }),
  }).meta({
    description: 'Who signs.',
    examples: [{ office: 'Kepala Dinas', name: 'dr. Ratna Wulandari' }],
  }),
});

const retention = mapping({
  after: text('NEW025', (value) => parsePeriod(value) !== undefined, period).meta({
    description: 'Time after the last change of a finished record.',
    examples: ['5 tahun'],
  }),
  action: z
    .enum(['anonymise', 'delete'])
    .optional()
    .meta({
      description: 'anonymise (default): personal data and files go; delete: the record goes.',
      examples: ['anonymise'],
    }),
});

const entity = mapping({
  title: line().meta({ description: 'Its name.', examples: ['Permohonan izin praktik'] }),
  description: line()
    .optional()
    .meta({ description: 'One sentence about it.', examples: ['Izin baru dan perpanjangan.'] }),
  code: z
    .string()
    .regex(codePattern, { error: 'NEW027' })
    .optional()
    .meta({ description: 'What its ticket numbers begin with.', examples: ['SIP'] }),
  public: z
    .boolean()
    .optional()
    .meta({
      description: 'Whether citizens may send one in without an account; default false.',
      examples: [true],
    }),
  create: roles('Roles that may make one; default: none when public, else all.', ['petugas']),
  view: roles('Roles that see them; default: all.', ['petugas']),
  edit: roles('Roles that may correct one; default: those that may make one.', ['petugas']),
  export: roles('Roles that may export them; default: none.', ['kepala']),
  fields: named('NEW011', identifier, field).meta({
    description: 'What is recorded, by short name.',
    examples: [{ nama: { type: 'text', label: 'Nama lengkap' } }],
  }),
  states: named('NEW011', identifier, state)
    .optional()
    .meta({
      description: 'States it passes through, in order; the first is where it starts.',
      examples: [{ diajukan: 'Diajukan', selesai: 'Selesai' }],
    }),
  moves: z
    .array(move)
    .optional()
    .meta({
      description: 'Who may move it from which state to which.',
      examples: [[{ title: 'Selesaikan', from: 'diajukan', to: 'selesai', by: ['petugas'] }]],
    }),
  status: z
    .array(z.string())
    .optional()
    .meta({
      description: 'Fields the status page shows to whoever has the ticket number.',
      examples: [['jenis']],
    }),
  letters: named('NEW011', identifier, letter)
    .optional()
    .meta({
      description: 'What can be printed, by short name.',
      examples: [
        {
          bukti: {
            title: 'Bukti',
            states: ['selesai'],
            body: 'Telah selesai.',
            signer: { office: 'Kepala', name: 'Ratna' },
          },
        },
      ],
    }),
  retention: retention
    .optional()
    .meta({ description: 'How long it is kept.', examples: [{ after: '5 tahun' }] }),
});

export const request = mapping({
  title: line().meta({
    description: 'What the app is called.',
    examples: ['Izin Praktik Tenaga Kesehatan'],
  }),
  function: name().meta({
    description: 'What it does, in one or two words; used to find apps that do the same.',
    examples: ['izin-praktik'],
  }),
  description: line()
    .optional()
    .meta({
      description: 'One sentence for the first page.',
      examples: ['Ajukan izin praktik tanpa datang ke kantor.'],
    }),
  owner: line()
    .optional()
    .meta({ description: 'Unit that owns it.', examples: ['Bidang Sumber Daya Kesehatan'] }),
  privacy: prose()
    .optional()
    .meta({
      description: 'Words of the page about personal data; the app has general ones.',
      examples: ['Data dipakai untuk memproses izin.'],
    }),
  roles: named(
    'NEW011',
    identifier,
    mapping({
      title: line().meta({ description: 'Its name.', examples: ['Petugas loket'] }),
      personal: z
        .boolean()
        .optional()
        .meta({ description: 'Sees personal data in full; default false.', examples: [true] }),
    }),
  ).meta({
    description: 'Who works with it, besides citizens.',
    examples: [{ petugas: { title: 'Petugas loket' } }],
  }),
  entities: named('NEW011', identifier, entity).meta({
    description: 'What is recorded, by short name.',
    examples: [{ permohonan: { title: 'Permohonan' } }],
  }),
});

export type RequestInput = z.infer<typeof request>;
export type EntityInput = RequestInput['entities'][string];
export type FieldInput = EntityInput['fields'][string];
