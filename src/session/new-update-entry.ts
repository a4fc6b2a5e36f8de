/** What an update of a project changes in the app's entry in the inventory. */
import type { App } from '../inventory/model.js';
import { parseInventory } from '../inventory/parse.js';
import { entryIn, withEntry } from '../scaffold/agency-entry.js';
import { mergeFile } from '../scaffold/merge-file.js';
import type { LoadedInventory } from './inventory.js';

export interface EntryUpdate {
  /** The agency's file, relative to the inventory's root. */
  path: string;
  /** Lines that go (`- `) and come (`+ `) in what induk made. */
  lines: string[];
  /** The file as it was read. */
  before: string;
  /** The file with them; absent when the team changed the same lines: then they are its to bring over. */
  text?: string;
}

/**
 * The same three-way merge as for files, on the lines of one app: what the team added stays.
 * @param base lines of the entry as it was made
 * @param theirs as it would be made now
 * @returns undefined when there is nothing to do
 */
export async function planEntryUpdate(
  { files }: LoadedInventory,
  app: App,
  base: string[],
  theirs: string[],
): Promise<EntryUpdate | undefined> {
  if (base.join('\n') === theirs.join('\n')) return undefined;
  const path = `opd/${app.opd}.yaml`;
  const before = files.find((file) => file.path === path)?.text ?? '';
  const update = { path, lines: differing(base, theirs), before };
  const mine = entryIn(before, app.name);
  if (mine === undefined) return update;
  const asText = (lines: string[]) => `${lines.join('\n')}\n`;
  const sides = { mine: asText(mine), base: asText(base), theirs: asText(theirs) };
  const merged = await mergeFile(sides);
  if (merged.text === sides.mine) return undefined;
  if (merged.conflicts > 0) return update;
  const text = withEntry(before, app.name, merged.text.trimEnd().split('\n'));
  if (text === undefined) return update;
  const all = files.map((file) => (file.path === path ? { path, text } : file));
  const { inventory } = parseInventory(all);
  return inventory === undefined ? update : { ...update, text };
}

function differing(base: string[], theirs: string[]): string[] {
  return [
    ...base.filter((line) => !theirs.includes(line)).map((line) => `- ${line}`),
    ...theirs.filter((line) => !base.includes(line)).map((line) => `+ ${line}`),
  ];
}
