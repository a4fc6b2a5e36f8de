/** Writes the files of a new inventory, and the JSON Schemas beside them. */
import { mkdir, stat, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { exitCodes, Fault, type SourceFile } from '../fault.js';
import { inventoryJsonSchema } from '../inventory/json-schema.js';
import { parseInventory } from '../inventory/parse.js';

/** Folder of the schemas in an inventory, which its files' first lines name. */
export const schemaFolder = '.schema';

/** The inventory folder a path stands for: itself, or the one that holds the file. */
export async function folderOf(path: string): Promise<string> {
  const isFile = await stat(path).then(
    (found) => found.isFile(),
    () => false,
  );
  if (!isFile) return path;
  const folder = dirname(path);
  return basename(folder) === 'opd' ? dirname(folder) : folder;
}

/**
 * Writes both JSON Schemas into `folder`, over older ones.
 * @returns the paths written
 */
export async function writeSchemas(folder: string): Promise<string[]> {
  await mkdir(folder, { recursive: true });
  const paths: string[] = [];
  for (const [kind, schema] of Object.entries(inventoryJsonSchema())) {
    const path = join(folder, `${kind}.schema.json`);
    await writeFile(path, `${JSON.stringify(schema, null, 2)}\n`);
    paths.push(path);
  }
  return paths;
}

/**
 * Writes the files of a new inventory below `root`, site.yaml last: while it is absent
 * there is no inventory, so a run cut short can be repeated.
 * @returns the paths written
 * @throws Fault INV104 when one of them is there already, INV000 when they are not valid
 */
export async function writeInventory(root: string, files: SourceFile[]): Promise<string[]> {
  const { diagnostics } = parseInventory(files);
  if (diagnostics.length > 0) {
    const args = { root, errors: diagnostics.length };
    const exit = exitCodes.invalidInventory;
    throw new Fault('INV000', args, { exit, diagnostics, sources: files });
  }
  for (const { path } of files) await refuseExisting(join(root, path));
  await mkdir(join(root, 'opd'), { recursive: true });
  await writeSchemas(join(root, schemaFolder));
  const written: string[] = [];
  for (const { path, text } of [...files].sort((a) => (a.path === 'site.yaml' ? 1 : -1))) {
    await writeFile(join(root, path), text, { flag: 'wx' });
    written.push(join(root, path));
  }
  return written;
}

/** @throws Fault INV104 when there is something at `path` */
export async function refuseExisting(path: string): Promise<void> {
  const exists = await stat(path).then(
    () => true,
    () => false,
  );
  if (exists) throw new Fault('INV104', { path }, { exit: exitCodes.usage });
}
