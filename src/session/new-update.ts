/** `induk new update`: a project brought to its template's newest version and its request. */
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { parse } from 'yaml';
import { exitCodes, Fault } from '../fault.js';
import type { App } from '../inventory/model.js';
import { answersPath, basePath, regenerate, requestPath, unpacked } from '../scaffold/generate.js';
import { mergeFile } from '../scaffold/merge-file.js';
import type { Answers, ProjectFile } from '../scaffold/model.js';
import { readRequest } from '../scaffold/request/read.js';
import { clashes } from '../scaffold/sql/migration.js';
import { openTemplate } from '../scaffold/template-source.js';
import { type FileChange, planUpdate } from '../scaffold/update.js';
import { readRequestFile, templatesFolder } from './new.js';

export interface ProjectUpdate {
  /** The project's folder. */
  folder: string;
  /** Versions of the template. */
  from: string;
  to: string;
  changes: FileChange[];
}

/**
 * @param requestFile another request than the project's own
 * @throws Fault NEW070 when the app is no project of induk's, NEW000 for a wrong request, NEW075
 *   when the data there is would not fit the new request
 */
export async function planProjectUpdate(
  root: string,
  app: App,
  requestFile?: string,
): Promise<ProjectUpdate> {
  const folder = join(root, app.source ?? '.');
  const { answers, base } = await readProject(folder, app.id);
  const wish = await readRequestFile(requestFile ?? join(folder, requestPath));
  const places = { own: templatesFolder(), root, from: root };
  const template = await openTemplate(answers.template, places);
  const before = base.find(({ path }) => path === requestPath)?.text ?? '';
  const { request: old } = readRequest({ path: requestPath, text: before });
  if (old === undefined) throw new Fault('NEW070', { app: app.id, path: basePath });
  const [clash] = template.migrations === undefined ? [] : clashes(old, wish.request);
  if (clash !== undefined) throw new Fault('NEW075', { ...clash }, { exit: exitCodes.usage });
  const made = {
    request: wish.request,
    requestText: wish.text,
    answers: { ...answers, version: template.version },
  };
  const theirs = regenerate(template, made, base, old);
  const mine = await readMine(folder, [...base, ...theirs]);
  const apart = ({ path }: ProjectFile) => path !== basePath;
  const changes = await planUpdate(base, mine.filter(apart), theirs.filter(apart), mergeFile);
  const text = theirs.find(({ path }) => path === basePath)?.text;
  const isNew = mine.find(({ path }) => path === basePath)?.text !== text;
  const packed: FileChange[] = isNew ? [{ path: basePath, kind: 'replace', text }] : [];
  return { folder, from: answers.version, to: template.version, changes: [...packed, ...changes] };
}

async function readProject(folder: string, app: string) {
  const read = (path: string) => readFile(join(folder, path), 'utf8');
  try {
    const answers = parse(await read(answersPath)) as Answers;
    return { answers, base: unpacked(await read(basePath)) };
  } catch (cause) {
    const path = `${answersPath}, ${basePath}`;
    throw new Fault('NEW070', { app, path }, { exit: exitCodes.usage, cause });
  }
}

async function readMine(folder: string, files: ProjectFile[]): Promise<ProjectFile[]> {
  const paths = [...new Set([basePath, ...files.map(({ path }) => path)])];
  const found = await Promise.all(
    paths.map(async (path) => {
      const text = await readFile(join(folder, path), 'utf8').catch(() => undefined);
      return text === undefined ? [] : [{ path, text }];
    }),
  );
  return found.flat();
}

/** Writes the changes; what the project was made as comes last. */
export async function updateProject({ folder, changes }: ProjectUpdate): Promise<void> {
  const last = (change: FileChange) => (change.path === basePath ? 1 : 0);
  for (const { path, kind, text } of [...changes].sort((a, b) => last(a) - last(b))) {
    const full = join(folder, path);
    if (kind === 'delete') await rm(full, { force: true });
    if (text === undefined) continue;
    await mkdir(dirname(full), { recursive: true });
    await writeFile(full, text);
  }
}
