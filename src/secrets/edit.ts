import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Fault } from '../fault.js';
import { DotenvError, formatDotenv, parseDotenv } from './dotenv.js';
import { merge } from './merge.js';
import { checkKey, type Owner } from './owner.js';
import { privateFolder } from './private-folder.js';
import { Secret } from './secret.js';
import type { SecretStore } from './store.js';

export interface EditResult {
  /** Keys that were added, changed or removed. */
  changed: string[];
}

export interface EditOptions {
  /** Lines of explanation above the values. */
  header: string;
  /** Lets the person edit the file. */
  open: (file: string) => Promise<void>;
  /** Asked after a mistake whether to edit again; a refusal throws. */
  again: (fault: Fault) => Promise<void>;
  /** Parents for the private folder; default: those in memory. */
  parents?: readonly string[];
}

/**
 * Lets a person edit all values of an owner as text in a private folder in memory.
 * Only keys the person changed are written, so that others' changes meanwhile stay.
 * @throws Fault SEC013 when somebody changed the same keys; the person's version is kept
 *   encrypted beside the file then.
 */
export async function editValues(
  store: SecretStore,
  owner: Owner,
  options: EditOptions,
): Promise<EditResult> {
  const base = await store.read(owner);
  // Asked before the person's work, not after it.
  await store.keyring.recipients();
  const folder = await privateFolder(options.parents);
  try {
    const edited = await editUntilValid(join(folder, 'values.env'), base, owner, options);
    return { changed: await put(store, owner, base, edited) };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function editUntilValid(
  file: string,
  base: ReadonlyMap<string, Secret>,
  owner: Owner,
  { header, open, again }: EditOptions,
): Promise<Map<string, Secret>> {
  const entries = [...base].map(([key, secret]) => [key, secret.reveal()] as const);
  const comment = header.replace(/^/gm, '# ');
  const text = `${comment}\n\n${formatDotenv(entries)}`;
  await writeFile(file, text, { mode: 0o600, flag: 'wx' });
  for (;;) {
    await open(file);
    try {
      return validated(await readFile(file, 'utf8'), owner);
    } catch (fault) {
      if (!(fault instanceof Fault)) throw fault;
      await again(fault);
    }
  }
}

function validated(text: string, owner: Owner): Map<string, Secret> {
  try {
    const values = new Map<string, Secret>();
    for (const [key, value] of parseDotenv(text)) {
      checkKey(key);
      values.set(key, new Secret(value));
    }
    return values;
  } catch (error) {
    if (!(error instanceof DotenvError)) throw error;
    throw new Fault('SEC021', { owner, line: error.line, flaw: error.flaw });
  }
}

async function put(
  store: SecretStore,
  owner: Owner,
  base: ReadonlyMap<string, Secret>,
  edited: ReadonlyMap<string, Secret>,
): Promise<string[]> {
  const { changed, conflicts } = await store.update(owner, (now) => merge(base, edited, now));
  if (conflicts.length === 0) return changed;
  const { file, copy } = await store.keepCopy(owner, edited);
  throw new Fault('SEC013', { file, copy, keys: conflicts.join(', ') });
}
