/** The files of a template's folder: plain texts in it, and nothing that leads out of it. */
import { lstat, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Diagnostic } from '../inventory/diagnostic.js';
import { filePath } from './manifest.js';
import type { ProjectFile } from './model.js';

export interface Found {
  /** Paths relative to the folder, sorted. */
  files: ProjectFile[];
  diagnostics: Diagnostic[];
}

/** Beyond these it is no template, but somebody's disk. */
const maxFiles = 2000;
const maxBytes = 2 * 1024 * 1024;

/** What working on a template leaves in it. */
const ignored = new Set(['node_modules', 'dist', 'uploads', 'vendor', 'cache', '.git']);

/** npm would read a .gitignore in the package as its own, so templates write dot-gitignore. */
const dot = /(^|\/)dot-/g;

/** @param name folder in `root`; it may be absent */
export async function readFolder(root: string, name: string): Promise<Found> {
  const found: Found = { files: [], diagnostics: [] };
  const place = await lstat(join(root, name)).catch(() => undefined);
  if (place?.isSymbolicLink()) refuse(found, name, 'NEW090');
  else if (place?.isDirectory()) await walk(join(root, name), name, '', found);
  return found;
}

async function walk(root: string, name: string, folder: string, found: Found): Promise<void> {
  const entries = await readdir(join(root, folder), { withFileTypes: true });
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
    if (entry.isDirectory()) {
      if (folder !== '' || !ignored.has(entry.name)) await walk(root, name, path, found);
    } else if (entry.isFile()) await take(root, name, path, found);
    else refuse(found, `${name}/${path}`, 'NEW090');
    if (found.files.length > maxFiles) return refuseOnce(found, name);
  }
}

async function take(root: string, name: string, path: string, found: Found): Promise<void> {
  const shown = `${name}/${path}`;
  const target = path.replace(dot, '$1.');
  if (!filePath.test(target)) return refuse(found, shown, 'NEW084');
  const bytes = await readFile(join(root, path));
  if (bytes.length > maxBytes) return refuse(found, shown, 'NEW091', { bytes: bytes.length });
  const text = bytes.toString('utf8');
  if (text.includes('\0') || !Buffer.from(text).equals(bytes))
    return refuse(found, shown, 'NEW092');
  found.files.push({ path: target, text });
}

function refuse(found: Found, path: string, code: string, more: Diagnostic['args'] = {}): void {
  const at = { file: path, line: 1, column: 1, length: 0 };
  const args = { path, value: path, limit: maxBytes, ...more };
  found.diagnostics.push({ code, severity: 'error', args, at });
}

function refuseOnce(found: Found, name: string): void {
  if (found.diagnostics.some(({ code }) => code === 'NEW093')) return;
  const at = { file: name, line: 1, column: 1, length: 0 };
  const args = { path: name, limit: maxFiles };
  found.diagnostics.push({ code: 'NEW093', severity: 'error', args, at });
}
