/** `induk new`: what would be made, as a value; then making it, the inventory last. */
import { readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { exitCodes, Fault } from '../fault.js';
import { maxFileBytes } from '../inventory/limits.js';
import type { Agency, Inventory } from '../inventory/model.js';
import { parseInventory } from '../inventory/parse.js';
import { name as namePattern } from '../inventory/patterns.js';
import { suggest } from '../inventory/suggest.js';
import { withApp } from '../scaffold/agency-file.js';
import { entryLines, sourceOf } from '../scaffold/entry.js';
import { generate } from '../scaffold/generate.js';
import { initRepository, isInRepository } from '../scaffold/git.js';
import { type Island, islandsOf } from '../scaffold/islands.js';
import type { SecretKind } from '../scaffold/manifest.js';
import type { ProjectFile } from '../scaffold/model.js';
import type { Request } from '../scaffold/request/model.js';
import { readRequest } from '../scaffold/request/read.js';
import { openTemplate } from '../scaffold/template-source.js';
import { refuseExisting, replaceText, writeProject } from '../scaffold/write.js';
import { generateBytes, generatePassword } from '../secrets/generate.js';
import { secretsFile } from '../secrets/owner.js';
import type { Secret } from '../secrets/secret.js';
import type { SecretStore } from '../secrets/store.js';
import type { LoadedInventory } from './inventory.js';
import { packageRoot } from './package-root.js';

export interface WrittenRequest {
  request: Request;
  text: string;
}

/** What a person decided about a new app. */
export interface NewAppWish extends WrittenRequest {
  name: string;
  opd: string;
  template: string;
  server?: string;
  justification?: string;
  consideration?: string;
}

/** All that will be written. */
export interface NewApp {
  /** `<opd>/<name>`. */
  app: string;
  title: string;
  domains: string[];
  /** Relative to the inventory's root. */
  folder: string;
  files: ProjectFile[];
  /** The agency's file with the new entry. */
  agencyFile: { path: string; text: string; before: string };
  /** The lines that are new in it. */
  entry: string[];
  /** Made at random, by name. */
  secrets: Record<string, SecretKind>;
}

/** Folder of the templates that come with induk. */
export function templatesFolder(): string {
  return join(packageRoot(), 'templates', 'apps');
}

/**
 * @throws Fault NEW001 when it cannot be read, NEW000 (exit 65) with everything wrong with it
 */
export async function readRequestFile(path: string): Promise<WrittenRequest> {
  const text = await read(path);
  const { request, diagnostics } = readRequest({ path, text });
  if (request !== undefined) return { request, text };
  const args = { path, errors: diagnostics.length };
  const exit = exitCodes.invalidInventory;
  throw new Fault('NEW000', args, { exit, diagnostics, sources: [{ path, text }] });
}

async function read(path: string): Promise<string> {
  try {
    const { size } = await stat(path);
    if (size > maxFileBytes) throw Object.assign(new Error(), { code: `${size} bytes` });
    return await readFile(path, 'utf8');
  } catch (error) {
    const reason = (error as NodeJS.ErrnoException).code ?? String(error);
    throw new Fault('NEW001', { path, reason }, { exit: exitCodes.usage });
  }
}

/** What is wrong with the place before anything is asked. @throws Fault of checkPlace */
export function checkGiven(inventory: Inventory, opd?: string, name?: string): void {
  const isBare = inventory.agencies.length === 0;
  if (opd !== undefined && name !== undefined) checkPlace(inventory, opd, name);
  else if (name !== undefined) checkName(name);
  if (opd !== undefined || isBare) agencyOf(inventory, opd ?? 'OPD');
}

function checkName(name: string): void {
  if (namePattern.test(name)) return;
  throw new Fault('INV023', { value: name }, { exit: exitCodes.usage });
}

/** @throws Fault NEW036 in an inventory without agencies, NEW033 for one that is not in it */
function agencyOf({ agencies }: Inventory, opd: string): Agency {
  const usage = { exit: exitCodes.usage };
  if (agencies.length === 0) throw new Fault('NEW036', { opd }, usage);
  const agency = agencies.find((each) => each.opd === opd);
  if (agency !== undefined) return agency;
  const names = agencies.map((each) => each.opd);
  throw new Fault('NEW033', { opd, known: suggest(opd, names) ?? names.join(', ') }, usage);
}

/** @throws Fault of agencyOf; INV023, NEW031: a bad name, or a name that is taken */
export function checkPlace(inventory: Inventory, opd: string, name: string): Agency {
  checkName(name);
  const agency = agencyOf(inventory, opd);
  const taken = inventory.apps.find(({ id }) => id === `${opd}/${name}`);
  if (taken === undefined) return agency;
  const args = { app: taken.id, title: taken.title };
  throw new Fault('NEW031', args, { exit: exitCodes.usage });
}

/** Apps that do already what this one is to do. */
export function findIslands({ inventory }: LoadedInventory, { request }: WrittenRequest): Island[] {
  return islandsOf(inventory, request.function);
}

/**
 * @throws Fault of checkPlace and openTemplate, NEW030 for a folder that exists,
 *   NEW034 when the agency's file cannot be edited, INV000 when the new entry would be wrong
 */
export async function planNewApp(loaded: LoadedInventory, wish: NewAppWish): Promise<NewApp> {
  const { root, inventory, files } = loaded;
  const { name, opd, request, text } = wish;
  const agency = checkPlace(inventory, opd, name);
  const folder = sourceOf(name);
  await refuseExisting(join(root, folder), folder);
  const places = { own: templatesFolder(), root, from: process.cwd() };
  const template = await openTemplate(wish.template, places);
  const entry = entryLines({ ...wish, template });
  const path = `opd/${opd}.yaml`;
  const old = files.find((file) => file.path === path)?.text ?? '';
  const edited = withApp(old, name, entry);
  if (edited === undefined) throw new Fault('NEW034', { path, app: name });
  const agencyFile = { path, text: edited, before: old };
  const app = `${opd}/${name}`;
  const { server, justification, consideration } = wish;
  const decided = { server, justification, consideration };
  const answers = {
    template: template.name,
    version: template.version,
    name,
    opd,
    agency: agency.name,
    government: inventory.site.title,
  };
  return {
    app,
    title: request.title,
    domains: domainsOf(loaded, agencyFile, app),
    folder,
    files: generate(template, { request, requestText: text, answers, decided }),
    agencyFile,
    entry,
    secrets: template.secrets,
  };
}

/** The inventory must be right with the new entry in it; then it knows the app's addresses. */
function domainsOf(
  { root, files }: LoadedInventory,
  edited: NewApp['agencyFile'],
  app: string,
): string[] {
  const all = files.map((file) => (file.path === edited.path ? edited : file));
  const { inventory, diagnostics } = parseInventory(all);
  const found = inventory?.apps.find(({ id }) => id === app);
  if (found !== undefined) return found.domains;
  const errors = diagnostics.filter(({ severity }) => severity === 'error');
  const exit = exitCodes.invalidInventory;
  const args = { root, errors: errors.length };
  throw new Fault('INV000', args, { exit, diagnostics: errors, sources: all });
}

/**
 * Writes project, secrets and, last, the inventory. What fails takes back what was written.
 * @returns whether a Git repository was made for it
 */
export async function makeNewApp(
  { root }: LoadedInventory,
  plan: NewApp,
  store: SecretStore,
): Promise<{ git: 'made' | 'there' | 'absent' }> {
  const folder = join(root, plan.folder);
  await refuseExisting(folder, plan.folder);
  await writeProject(folder, plan.files);
  const known = new Set((await undoing(folder, () => store.read(plan.app))).keys());
  try {
    await makeSecrets(store, plan.app, plan.secrets);
    await replaceText(root, plan.agencyFile);
  } catch (error) {
    await rm(folder, { recursive: true, force: true });
    if (known.size === 0) await rm(join(root, secretsFile(plan.app)), { force: true });
    throw error;
  }
  if (await isInRepository(root)) return { git: 'there' };
  return { git: (await initRepository(folder)) ? 'made' : 'absent' };
}

/** Makes those at random that are not there yet. */
export async function makeSecrets(
  store: SecretStore,
  app: string,
  secrets: NewApp['secrets'],
): Promise<void> {
  const wanted = Object.entries(secrets);
  if (wanted.length === 0) return;
  await store.update(app, (values) => {
    for (const [key, kind] of wanted) if (!values.has(key)) values.set(key, newSecret(kind));
  });
}

async function undoing<T>(folder: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    await rm(folder, { recursive: true, force: true });
    throw error;
  }
}

function newSecret(kind: SecretKind): Secret {
  return kind === 'key' ? generateBytes(32) : generatePassword(kind === 'password' ? 20 : 48);
}
