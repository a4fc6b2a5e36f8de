/** Template, request and answers → the files of a project. The same input gives the same bytes. */
import { gunzipSync, gzipSync } from 'node:zlib';
import { parse, stringify } from 'yaml';
import { type Entry, entryLines } from './entry.js';
import { fill } from './fill.js';
import type { Answers, ProjectFile } from './model.js';
import type { Request } from './request/model.js';
import { requestWriters } from './request-file.js';
import { serviceOf } from './service.js';
import { migration } from './sql/migration.js';
import { faultOf, type Template } from './template.js';
import { wordsOf } from './words.js';

export interface Wish {
  request: Request;
  /** The request as it was written, comments included. */
  requestText: string;
  answers: Answers;
  /** What a person decided about its entry in the inventory. */
  decided?: Decided;
}

export type Decided = Pick<Entry, 'server' | 'justification' | 'consideration'>;

/** Where a project keeps what it was made from. */
export const answersPath = '.induk/answers.yaml';
export const basePath = '.induk/base.txt';
export const requestPath = 'request.yaml';
export const entryPath = '.induk/entry.yaml';

/**
 * @returns files in order of their paths, what they were made as among them
 * @throws Fault NEW080 for what is wrong in the template's own files
 */
export function generate(template: Template, wish: Wish): ProjectFile[] {
  return regenerate(template, wish, []);
}

/**
 * The files of a newer template, or of a request that changed.
 * @param base files of the project as they were made last
 * @param before the request they were made for; undefined: there was none
 */
export function regenerate(
  template: Template,
  wish: Wish,
  base: ProjectFile[],
  before?: Request,
): ProjectFile[] {
  const files = generateFiles(template, wish, migrationsOf(template, wish, base, before));
  return [...files, packed(files)].sort(byPath);
}

function migrationsOf(
  { migrations }: Template,
  { request }: Wish,
  base: ProjectFile[],
  before?: Request,
): ProjectFile[] {
  if (migrations === undefined) return [];
  const old = base.filter(({ path }) => path.startsWith('migrations/data_'));
  const text = migration(before, request, migrations);
  const next = `migrations/data_${String(old.length + 1).padStart(4, '0')}.sql`;
  return text === undefined ? old : [...old, { path: next, text }];
}

/** What a project was made as: the common ancestor of a later merge. */
function packed(files: ProjectFile[]): ProjectFile {
  const bytes = gzipSync(JSON.stringify(files), { level: 9 });
  const lines = bytes.toString('base64').match(/.{1,100}/g) ?? [];
  return { path: basePath, text: `${lines.join('\n')}\n` };
}

/** @throws Error when the text is damaged */
export function unpacked(text: string): ProjectFile[] {
  return JSON.parse(gunzipSync(Buffer.from(text, 'base64')).toString('utf8'));
}

function byPath(a: ProjectFile, b: ProjectFile): number {
  return a.path < b.path ? -1 : 1;
}

function generateFiles(template: Template, wish: Wish, migrations: ProjectFile[]): ProjectFile[] {
  const { request, requestText, answers } = wish;
  const data =
    template.request === undefined
      ? []
      : [
          {
            path: template.request.path,
            text: requestWriters[template.request.as](serviceOf(request, answers)),
          },
        ];
  const made = [
    { path: requestPath, text: withoutModeline(requestText) },
    { path: answersPath, text: answersText(answers) },
    { path: entryPath, text: entryText(template, wish) },
    ...data,
    ...migrations,
  ];
  return [...filledFiles(template, wish), ...made].sort(byPath);
}

function filledFiles(template: Template, { request, answers }: Wish): ProjectFile[] {
  const words = wordsOf(request, answers);
  const { parts } = template;
  const filled = template.files.map((file) => {
    if (!template.fill.includes(file.path)) return { ...file, diagnostics: [] };
    return { path: file.path, ...fill(file.text, { path: file.path, words, parts }) };
  });
  const wrong = filled.flatMap(({ diagnostics }) => diagnostics);
  if (wrong.length === 0) return filled.map(({ path, text }) => ({ path, text }));
  const sources = template.files.map(({ path, text }) => ({ path: `project/${path}`, text }));
  throw faultOf(template.name, wrong, [...sources, ...parts.values()]);
}

/** The schema is elsewhere for a request that moved into a project. */
function withoutModeline(text: string): string {
  return text.replace(/^# yaml-language-server: .*\n/, '');
}

const entryHead =
  '# The app’s entry in the inventory as it was made. Written by induk new; induk new update reads it.';

function entryText(template: Template, { request, answers, decided }: Wish): string {
  const lines = entryLines({ name: answers.name, request, template, ...decided });
  return `${[entryHead, ...lines].join('\n')}\n`;
}

/** The entry that files of a project were made with; undefined when they have none. */
export function madeEntry(files: ProjectFile[]): { lines: string[]; decided: Decided } | undefined {
  const text = files.find(({ path }) => path === entryPath)?.text;
  if (text === undefined) return undefined;
  const { server, spbe = {} } = parse(text) as { server?: string; spbe?: Decided };
  const { justification, consideration } = spbe;
  const lines = text.trimEnd().split('\n').slice(1);
  return { lines, decided: { server, justification, consideration } };
}

function answersText(answers: Answers): string {
  return `# What this project was made from. Written by induk new; induk new update reads it.\n${stringify(answers)}`;
}
