/** Templates of new apps: folders with `template.yaml`, and what is copied in `project/`. */
import { lstat, readdir, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { exitCodes, Fault, type SourceFile } from '../fault.js';
import type { Diagnostic } from '../inventory/diagnostic.js';
import { type Manifest, readManifest } from './manifest.js';
import type { ProjectFile } from './model.js';
import { type Found, readFolder } from './template-files.js';

export interface Template extends Manifest {
  /** Of a template of induk's own its name, else the folder or the address of its repository. */
  name: string;
  /** template.yaml as it is written. */
  manifestText: string;
  /** Content of `project/` with what is shared, sorted by path. */
  files: ProjectFile[];
  /** Content of `parts/`: what several files share, by name. */
  parts: Map<string, { path: string; text: string }>;
}

/** Names of the templates in `folder`. */
export async function templateNames(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  const found = await Promise.all(
    entries
      .filter((entry) => entry.isDirectory())
      .map(async ({ name }) => ((await exists(join(folder, name, manifestName))) ? [name] : [])),
  );
  return found.flat().sort();
}

/** What a template of induk's own says about itself. */
export async function describeTemplate(folder: string, name: string) {
  const file = {
    path: manifestName,
    text: await readFile(join(folder, name, manifestName), 'utf8'),
  };
  const { manifest, diagnostics } = readManifest(file);
  if (manifest === undefined) throw faultOf(name, diagnostics, [file]);
  return { name, ...manifest };
}

/**
 * A template of induk's own.
 * @param folder that holds the templates
 * @throws Fault NEW032 for an unknown name
 */
export async function readTemplate(folder: string, name: string): Promise<Template> {
  const names = await templateNames(folder);
  if (!names.includes(name)) {
    throw new Fault('NEW032', { name, known: names.join(', ') }, { exit: exitCodes.usage });
  }
  return readTemplateIn(join(folder, name), name, join(folder, 'shared'));
}

/**
 * @param folder with template.yaml in it
 * @param name as it is kept in projects made from it
 * @param shared folder of what every template can have
 * @throws Fault NEW088 without template.yaml, NEW080 with everything that is wrong with it
 */
export async function readTemplateIn(
  folder: string,
  name: string,
  shared: string,
): Promise<Template> {
  const text = await readManifestText(folder);
  const file = { path: manifestName, text };
  const { manifest, diagnostics } = readManifest(file);
  const [project, parts] = await Promise.all([
    readFolder(folder, 'project'),
    readFolder(folder, 'parts'),
  ]);
  const wrong = [...diagnostics, ...project.diagnostics, ...parts.diagnostics];
  if (manifest === undefined || wrong.length > 0) throw faultOf(name, wrong, [file]);
  const files = [...project.files, ...(await sharedFiles(manifest, shared))].sort((a, b) =>
    a.path < b.path ? -1 : 1,
  );
  const misnamed = [...missingFiles(manifest, files, text), ...doubleFiles(manifest, files)];
  if (misnamed.length > 0) throw faultOf(name, misnamed, [file]);
  return { ...manifest, name, manifestText: text, files, parts: partsOf(parts) };
}

const manifestName = 'template.yaml';

/** One fault for all that is wrong with a template. */
export function faultOf(name: string, diagnostics: Diagnostic[], sources: SourceFile[]): Fault {
  const args = { name, errors: diagnostics.length };
  return new Fault('NEW080', args, { exit: exitCodes.invalidInventory, diagnostics, sources });
}

function partsOf({ files }: Found): Template['parts'] {
  return new Map(files.map(({ path, text }) => [path, { path: `parts/${path}`, text }]));
}

async function sharedFiles({ shared }: Manifest, folder: string): Promise<ProjectFile[]> {
  return Promise.all(
    Object.entries(shared).map(async ([path, name]) => ({
      path,
      text: await readFile(join(folder, basename(name)), 'utf8'),
    })),
  );
}

/** A link would show any file of this machine in an error. */
async function readManifestText(folder: string): Promise<string> {
  const path = join(folder, manifestName);
  const found = await lstat(path).catch(() => undefined);
  if (found?.isFile()) return readFile(path, 'utf8');
  throw new Fault('NEW088', { path }, { exit: exitCodes.usage });
}

/** A file that is there twice, or that induk writes itself. */
function doubleFiles({ request }: Manifest, files: ProjectFile[]): Diagnostic[] {
  const seen = new Set(request === undefined ? [] : [request.path]);
  return files.flatMap(({ path }): Diagnostic[] => {
    const isDouble = seen.has(path);
    seen.add(path);
    const at = { file: `project/${path}`, line: 1, column: 1, length: 0 };
    return isDouble ? [{ code: 'NEW094', severity: 'error', args: { path }, at }] : [];
  });
}

function missingFiles({ fill }: Manifest, files: ProjectFile[], text: string): Diagnostic[] {
  const lines = text.split('\n');
  return fill
    .filter((path) => !files.some((file) => file.path === path))
    .map((path) => {
      const line = lines.findIndex((each) => each.includes(path));
      const at = {
        file: manifestName,
        line: line + 1,
        column: (lines[line] ?? '').indexOf(path) + 1,
      };
      return {
        code: 'NEW087',
        severity: 'error',
        args: { path },
        at: { ...at, length: path.length },
      };
    });
}

async function exists(path: string): Promise<boolean> {
  return lstat(path).then(
    () => true,
    () => false,
  );
}
