/** Templates of new apps: folders with `template.yaml` and what is copied, in `project/`. */
import { lstat, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { exitCodes, Fault } from '../fault.js';
import type { ProjectFile } from './model.js';

const description = z.strictObject({
  title: z.string(),
  description: z.string(),
  version: z.string(),
  fill: z.array(z.string()),
});

export interface Template extends z.infer<typeof description> {
  name: string;
  /** Content of `project/`, sorted by path. */
  files: ProjectFile[];
}

/** Names of the templates in `folder`. */
export async function templateNames(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  const found = await Promise.all(
    entries
      .filter((entry) => entry.isDirectory())
      .map(async ({ name }) => ((await exists(join(folder, name, 'template.yaml'))) ? [name] : [])),
  );
  return found.flat().sort();
}

/** What a template says about itself. */
export async function describeTemplate(folder: string, name: string) {
  const text = await readFile(join(folder, name, 'template.yaml'), 'utf8');
  return { name, ...description.parse(parse(text)) };
}

/**
 * @param folder that holds the templates
 * @throws Fault NEW032 for an unknown name
 */
export async function readTemplate(folder: string, name: string): Promise<Template> {
  const names = await templateNames(folder);
  if (!names.includes(name)) {
    throw new Fault('NEW032', { name, known: names.join(', ') }, { exit: exitCodes.usage });
  }
  const project = join(folder, name, 'project');
  const paths = (await readdir(project, { recursive: true })).sort();
  const files: ProjectFile[] = [];
  for (const path of paths) {
    if (ignored.test(path)) continue;
    const found = await lstat(join(project, path));
    if (found.isFile())
      files.push({
        path: path.replace(dot, '$1.'),
        text: await readFile(join(project, path), 'utf8'),
      });
  }
  return { ...(await describeTemplate(folder, name)), files };
}

/** What working on a template leaves in it. */
const ignored = /^(node_modules|dist|uploads)(\/|$)/;

/** npm would read a .gitignore in the package as its own, so templates write dot-gitignore. */
const dot = /(^|\/)dot-/;

async function exists(path: string): Promise<boolean> {
  return lstat(path).then(
    () => true,
    () => false,
  );
}
