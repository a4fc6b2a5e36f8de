/** Template, request and answers → the files of a project. The same input gives the same bytes. */
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
export const requestPath = 'request.yaml';

/** @returns files in order of their paths */
export function generate(template: Template, wish: Wish): ProjectFile[] {
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
    { path: 'migrations/data_0001.sql', text: migration(undefined, request) ?? '' },
  ];
  return [...copied, ...made].sort((a, b) => (a.path < b.path ? -1 : 1));
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
