/** What `induk new` shows: the templates, and what it would write. */
import type { Paint } from './colour.js';
import type { Language } from './prose/index.js';
import { table } from './table.js';

export interface TemplateRow {
  name: string;
  title: string;
  version: string;
  description: string;
}

/** The templates as a table. */
export function renderTemplates(rows: TemplateRow[], paint: Paint, width?: number): string {
  const columns = [
    { title: 'TEMPLATE', value: ({ name }: TemplateRow) => name },
    { title: 'VERSION', value: ({ version }: TemplateRow) => version },
    { title: 'WHAT IT MAKES', value: (row: TemplateRow) => row.description, flexible: true },
  ];
  return table(rows, columns, { paint, width });
}

export interface NewAppView {
  app: string;
  title: string;
  domains: string[];
  folder: string;
  files: { path: string; text: string }[];
  agencyFile: { path: string };
  entry: string[];
  secrets: Record<string, unknown>;
}

const words = {
  en: { files: 'files', entry: 'new in', secrets: 'secrets, made at random' },
  id: { files: 'berkas', entry: 'baru di', secrets: 'rahasia, dibuat acak' },
} as const;

/** What will be written; every file only when `isFull`. */
export function renderNewApp(
  view: NewAppView,
  { lang, paint, isFull }: { lang: Language; paint: Paint; isFull: boolean },
): string {
  const { app, title, domains, folder, files, agencyFile, entry, secrets } = view;
  const say = words[lang];
  const name = app.split('/')[1];
  const names = Object.keys(secrets);
  return [
    `${paint.bold(app)}  ${title}  ${paint.dim(domains.join(' '))}`,
    '',
    `${folder}/  ${files.length} ${say.files}`,
    ...(isFull ? files.map(({ path, text }) => `  ${path}  ${paint.dim(sizeOf(text))}`) : []),
    '',
    `${say.entry} ${agencyFile.path}`,
    `  ${name}:`,
    ...entry.map((line) => `    ${line}`),
    ...(names.length === 0 ? [] : ['', `${say.secrets}: ${names.join(', ')}`]),
  ].join('\n');
}

function sizeOf(text: string): string {
  return `${(Buffer.byteLength(text) / 1024).toFixed(1)} KiB`;
}

const kinds = {
  en: {
    add: 'new',
    replace: 'changed',
    delete: 'deleted',
    merge: 'merged with your changes',
    conflict: 'CONFLICT, marked in the file',
    kept: 'kept as it is here',
  },
  id: {
    add: 'baru',
    replace: 'diubah',
    delete: 'dihapus',
    merge: 'digabung dengan perubahan Anda',
    conflict: 'BENTROK, ditandai di berkasnya',
    kept: 'dibiarkan seperti di sini',
  },
} as const;

export interface UpdateView {
  changes: { path: string; kind: keyof (typeof kinds)['en'] }[];
  /** Without a text, a person has to make the change. */
  entry?: { path: string; lines: string[]; text?: string };
  secrets: Record<string, unknown>;
}

const entryWords = {
  en: { changed: 'changed', byHand: 'CHANGED HERE TOO, these lines are yours to bring over' },
  id: { changed: 'diubah', byHand: 'DIUBAH DI SINI JUGA, baris ini Anda yang memindahkan' },
} as const;

/** What an update does with each file, with the entry in the inventory, and with secrets. */
export function renderUpdate({ changes, entry, secrets }: UpdateView, lang: Language): string {
  const say = entryWords[lang];
  const names = Object.keys(secrets);
  return [
    ...changes
      .filter(({ path }) => !path.startsWith('.induk/'))
      .map(({ path, kind }) => `  ${path}  ${kinds[lang][kind]}`),
    ...(entry === undefined
      ? []
      : [
          `  ${entry.path}  ${entry.text === undefined ? say.byHand : say.changed}`,
          ...entry.lines.map((line) => `    ${line}`),
        ]),
    ...(names.length === 0 ? [] : [`${words[lang].secrets}: ${names.join(', ')}`]),
  ].join('\n');
}
