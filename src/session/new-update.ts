/** `induk new update`: a project brought to its template's newest version and its request. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'yaml';
import { exitCodes, Fault } from '../fault.js';
import type { App } from '../inventory/model.js';
import { entryLines } from '../scaffold/entry.js';
import {
  answersPath,
  basePath,
  madeEntry,
  regenerate,
  requestPath,
  unpacked,
} from '../scaffold/generate.js';
import type { SecretKind } from '../scaffold/manifest.js';
import { mergeFile } from '../scaffold/merge-file.js';
import type { Answers, ProjectFile } from '../scaffold/model.js';
import type { Request } from '../scaffold/request/model.js';
import { readRequest } from '../scaffold/request/read.js';
import { clashes, leftBehind, removals } from '../scaffold/sql/migration.js';
import type { Template } from '../scaffold/template.js';
import { openTemplate } from '../scaffold/template-source.js';
import { type FileChange, planUpdate } from '../scaffold/update.js';
import { type Replacement, replaceFiles } from '../scaffold/write.js';
import type { SecretStore } from '../secrets/store.js';
import type { LoadedInventory } from './inventory.js';
import { makeSecrets, readRequestFile, templatesFolder } from './new.js';
import { type EntryUpdate, planEntryUpdate } from './new-update-entry.js';

export interface ProjectUpdate {
  app: string;
  /** The project's folder, relative to the inventory's root. */
  folder: string;
  /** Versions of the template. */
  from: string;
  to: string;
  changes: FileChange[];
  /** Of the app's entry in the inventory; absent: it stays. */
  entry?: EntryUpdate;
  /** That the template did not need before. */
  secrets: Record<string, SecretKind>;
  /** What the request has no more and the database keeps: `permohonan.surel`. */
  leftBehind: string[];
}

export interface UpdateWish {
  /** Another request than the project's own. */
  request?: string;
  /** Places of states and choices that no record has any more: `permohonan.diproses`. */
  retired?: string[];
}

/**
 * @throws Fault NEW070 when the app is no project of induk's, NEW000 for a wrong request; NEW075,
 *   NEW076, NEW077 when the data there is would not fit the new request
 */
export async function planProjectUpdate(
  loaded: LoadedInventory,
  app: App,
  { request, retired = [] }: UpdateWish = {},
): Promise<ProjectUpdate> {
  const { root } = loaded;
  const source = app.source ?? '.';
  const folder = join(root, source);
  const { answers, base, old } = await readProject(folder, app.id);
  const wish = await readRequestFile(request ?? join(folder, requestPath));
  const places = { own: templatesFolder(), root, from: root };
  const template = await openTemplate(answers.template, places);
  if (template.migrations !== undefined) refuseLoss(old, wish.request, retired);
  const before = madeEntry(base) ?? {
    lines: entryLines({ name: answers.name, request: old, template }),
    decided: {},
  };
  const made = {
    request: wish.request,
    requestText: wish.text,
    answers: { ...answers, version: template.version },
    decided: before.decided,
  };
  const theirs = regenerate(template, made, base, old);
  const entry = await planEntryUpdate(loaded, app, before.lines, madeEntry(theirs)?.lines ?? []);
  return {
    app: app.id,
    folder: source,
    from: answers.version,
    to: template.version,
    changes: await changesOf(folder, base, theirs),
    ...(entry && { entry }),
    secrets: newSecrets(template, before.lines),
    leftBehind: template.migrations === undefined ? [] : leftBehind(old, wish.request),
  };
}

async function changesOf(
  folder: string,
  base: ProjectFile[],
  theirs: ProjectFile[],
): Promise<FileChange[]> {
  const mine = await readMine(folder, [...base, ...theirs]);
  const apart = ({ path }: ProjectFile) => path !== basePath;
  const changes = await planUpdate(base, mine.filter(apart), theirs.filter(apart), mergeFile);
  const text = theirs.find(({ path }) => path === basePath)?.text;
  const isNew = mine.find(({ path }) => path === basePath)?.text !== text;
  return [...(isNew ? [{ path: basePath, kind: 'replace' as const, text }] : []), ...changes];
}

/** What is recorded already must fit what the app will know. */
function refuseLoss(old: Request, request: Request, retired: string[]): void {
  const usage = { exit: exitCodes.usage };
  const [clash] = clashes(old, request);
  if (clash !== undefined) throw new Fault('NEW075', { ...clash }, usage);
  const [gone] = removals(old, request).filter(({ place }) => !retired.includes(place));
  if (gone === undefined) return;
  throw new Fault(gone.kind === 'state' ? 'NEW076' : 'NEW077', { place: gone.place }, usage);
}

function newSecrets({ secrets }: Template, before: string[]): ProjectUpdate['secrets'] {
  const { secrets: known = [] } = parse(before.join('\n')) as { secrets?: string[] };
  return Object.fromEntries(Object.entries(secrets).filter(([name]) => !known.includes(name)));
}

async function readProject(folder: string, app: string) {
  const read = (path: string) => readFile(join(folder, path), 'utf8');
  const { answers, base } = await Promise.all([read(answersPath), read(basePath)]).then(
    ([text, packed]) => ({ answers: parse(text) as Answers, base: unpacked(packed) }),
    (cause) => {
      const path = `${answersPath}, ${basePath}`;
      throw new Fault('NEW070', { app, path }, { exit: exitCodes.usage, cause });
    },
  );
  const text = base.find(({ path }) => path === requestPath)?.text ?? '';
  const { request: old } = readRequest({ path: requestPath, text });
  if (old === undefined) throw new Fault('NEW070', { app, path: basePath });
  return { answers, base, old };
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

/**
 * Makes the secrets, then writes everything, or nothing. What the project was made as gets its
 * place last: until it has, the same update can be run again.
 */
export async function updateProject(
  { root }: LoadedInventory,
  { app, folder, changes, entry, secrets }: ProjectUpdate,
  store: SecretStore,
): Promise<void> {
  await makeSecrets(store, app, secrets);
  const files = changes.flatMap(({ path, kind, text }): Replacement[] =>
    kind === 'kept' ? [] : [{ path: join(folder, path), ...(text !== undefined && { text }) }],
  );
  const record = join(folder, basePath);
  const { path, text, before } = entry ?? {};
  await replaceFiles(root, [
    ...files.filter((file) => file.path !== record),
    ...(path === undefined || text === undefined ? [] : [{ path, text, before }]),
    ...files.filter((file) => file.path === record),
  ]);
}
