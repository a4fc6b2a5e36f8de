/** Template, request and answers → the files of a project. The same input gives the same bytes. */
import { gunzipSync, gzipSync } from 'node:zlib';
import { stringify } from 'yaml';
import { migration } from './layanan/migration.js';
import { requestModule } from './layanan/request-module.js';
import type { Answers, ProjectFile } from './model.js';
import type { Request } from './request/model.js';
import type { Template } from './template.js';

export interface Wish {
  request: Request;
  /** The request as it was written, comments included. */
  requestText: string;
  answers: Answers;
}

/** Where a project keeps what it was made from. */
export const answersPath = '.induk/answers.yaml';
export const basePath = '.induk/base.txt';
export const requestPath = 'request.yaml';

/** @returns files in order of their paths, what they were made as among them */
export function generate(template: Template, wish: Wish): ProjectFile[] {
  const files = generateFiles(template, wish, [
    { path: 'migrations/data_0001.sql', text: migration(undefined, wish.request) ?? '' },
  ]);
  return [...files, packed(files)].sort(byPath);
}

/**
 * The files of a newer template, or of a request that changed.
 * @param base files of the project as they were made last
 */
export function regenerate(
  template: Template,
  wish: Wish,
  base: ProjectFile[],
  before: Request,
): ProjectFile[] {
  const old = base.filter(({ path }) => path.startsWith('migrations/data_'));
  const text = migration(before, wish.request);
  const next = `migrations/data_${String(old.length + 1).padStart(4, '0')}.sql`;
  const migrations = text === undefined ? old : [...old, { path: next, text }];
  const files = generateFiles(template, wish, migrations);
  return [...files, packed(files)].sort(byPath);
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
  const words: Record<string, string> = {
    ...answers,
    title: request.title,
    description: request.description,
  };
  const copied = template.files.map(({ path, text }) => ({
    path,
    text: template.fill.includes(path) ? fill(path, text, words) : text,
  }));
  const made = [
    { path: requestPath, text: withoutModeline(requestText) },
    { path: answersPath, text: answersText(answers) },
    { path: 'src/request.ts', text: requestModule(request, answers) },
    ...migrations,
  ];
  return [...copied, ...made].sort(byPath);
}

/** `{{name}}`; in JSON as the inside of a string. */
function fill(path: string, text: string, words: Record<string, string>): string {
  return text.replace(/\{\{(\w+)\}\}/g, (whole, name: string) => {
    const word = words[name] ?? whole;
    return path.endsWith('.json') ? JSON.stringify(word).slice(1, -1) : word;
  });
}

/** The schema is elsewhere for a request that moved into a project. */
function withoutModeline(text: string): string {
  return text.replace(/^# yaml-language-server: .*\n/, '');
}

function answersText(answers: Answers): string {
  return `# What this project was made from. Written by induk new; induk new update reads it.\n${stringify(answers)}`;
}
