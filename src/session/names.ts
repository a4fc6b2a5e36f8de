/** The names in an inventory, read fast and without judging it: completion must not complain. */
import { parse } from 'yaml';
import { readFiles } from './files.js';
import { findInventory } from './inventory.js';

export interface InventoryNames {
  apps: string[];
  opds: string[];
  servers: string[];
}

/**
 * Names of the inventory that `words` (a command line) or INDUK_INVENTORY means;
 * empty lists when there is none or it cannot be read.
 */
export async function inventoryNames(
  cwd: string,
  words: readonly string[],
  env: NodeJS.ProcessEnv,
): Promise<InventoryNames> {
  const names: InventoryNames = { apps: [], opds: [], servers: [] };
  try {
    const root = await findInventory(cwd, inventoryFlag(words) ?? env.INDUK_INVENTORY);
    const { files } = await readFiles(root);
    for (const { text } of files) collect(text, names);
  } catch {
    // No inventory here: commands and flags are still completed.
  }
  return names;
}

function inventoryFlag(words: readonly string[]): string | undefined {
  const at = words.findIndex((word) => word === '--inventory' || word === '-i');
  const inline = words.find((word) => word.startsWith('--inventory='));
  return inline?.slice('--inventory='.length) ?? (at === -1 ? undefined : words[at + 1]);
}

function collect(text: string, names: InventoryNames): void {
  const data = parse(text) as Record<string, unknown> | null;
  names.servers.push(...keysOf(data?.servers));
  if (typeof data?.opd !== 'string') return;
  names.opds.push(data.opd);
  names.apps.push(...keysOf(data.apps).map((app) => `${data.opd}/${app}`));
}

function keysOf(value: unknown): string[] {
  return typeof value === 'object' && value !== null ? Object.keys(value) : [];
}
