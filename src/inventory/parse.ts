/** Text of the inventory's files → the resolved inventory, or everything wrong with it. */
import type { Diagnostic } from './diagnostic.js';
import { type Draft, draftOpd, draftSite, type Report } from './draft.js';
import type { Inventory } from './model.js';
import { type Origins, originsOf } from './origins.js';
import { type InventoryFile, type ReadYaml, readYaml } from './read-yaml.js';
import { resolveInventory } from './resolve.js';
import { checkBackups } from './rules/backup.js';
import { checkDomains } from './rules/domains.js';
import { checkNames } from './rules/names.js';
import { checkPlacement } from './rules/placement.js';
import { checkRuntimes } from './rules/runtime.js';
import { checkServers } from './rules/servers.js';
import { checkStorage } from './rules/storage.js';
import { checkValues } from './rules/values.js';
import { diagnose, type Source } from './source.js';

export interface ParsedInventory {
  /** Absent when there is an error. */
  inventory?: Inventory;
  origins: Origins;
  /** In order of file, line and column. */
  diagnostics: Diagnostic[];
}

/** Most diagnostics shown of one file; a file that bad is best mended from the top. */
const maxDiagnostics = 100;

const rules = [
  checkNames,
  checkServers,
  checkPlacement,
  checkDomains,
  checkRuntimes,
  checkStorage,
  checkValues,
  checkBackups,
];

/**
 * @param files `site.yaml` and `opd/*.yaml`, paths relative to the inventory's root, in any order
 * @param readFile how a file's text becomes data, for a caller that has read some before
 * @returns all diagnostics of all files; never throws on any text
 */
export function parseInventory(
  files: InventoryFile[],
  readFile: (file: InventoryFile) => ReadYaml = readYaml,
): ParsedInventory {
  const diagnostics: Diagnostic[] = [];
  const report: Report = (source, problem) => diagnostics.push(diagnose(source, problem));
  const draft = read(files, readFile, diagnostics, report);
  for (const rule of rules) rule(draft, report);
  const shown = arrange(diagnostics);
  const { site } = draft;
  const isValid = site !== undefined && !diagnostics.some(({ severity }) => severity === 'error');
  return {
    ...(isValid ? { inventory: resolveInventory({ ...draft, site }) } : {}),
    origins: originsOf(draft),
    diagnostics: shown,
  };
}

function read(
  files: InventoryFile[],
  readFile: (file: InventoryFile) => ReadYaml,
  diagnostics: Diagnostic[],
  report: Report,
): Draft {
  const draft: Draft = { agencies: [], apps: [] };
  const sorted = [...files].sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0));
  if (!sorted.some(({ path }) => path === 'site.yaml')) {
    diagnostics.push({ code: 'INV010', severity: 'error', args: { file: 'site.yaml' } });
  }
  for (const file of sorted) {
    if (!isExpected(file.path)) {
      const at = { file: file.path, line: 1, column: 1, length: 0 };
      diagnostics.push({ code: 'INV011', severity: 'error', args: { file: file.path }, at });
      continue;
    }
    const { source, diagnostics: found } = readFile(file);
    diagnostics.push(...found);
    if (source !== undefined) add(draft, source, report);
  }
  return draft;
}

function isExpected(path: string): boolean {
  return path === 'site.yaml' || /^opd\/[^/]+\.yaml$/.test(path);
}

function add(draft: Draft, source: Source, report: Report): void {
  if (source.path === 'site.yaml') {
    draft.site = draftSite(source, report);
    return;
  }
  const { agencies, apps } = draftOpd(source, report);
  draft.agencies.push(...agencies);
  draft.apps.push(...apps);
}

function arrange(diagnostics: Diagnostic[]): Diagnostic[] {
  const counts = new Map<string, number>();
  const unique = new Map(diagnostics.map((each) => [identity(each), each]));
  return [...unique.values()].sort(byPosition).filter(({ at }) => {
    const file = at?.file ?? '';
    const count = (counts.get(file) ?? 0) + 1;
    counts.set(file, count);
    return count <= maxDiagnostics;
  });
}

function identity({ code, args, at }: Diagnostic): string {
  return JSON.stringify([code, at, args]);
}

/** site.yaml first: what is wrong there often explains the rest. */
function byPosition(a: Diagnostic, b: Diagnostic): number {
  const rank = ({ at }: Diagnostic) =>
    at === undefined ? '' : at.file === 'site.yaml' ? '!' : at.file;
  if (rank(a) !== rank(b)) return rank(a) < rank(b) ? -1 : 1;
  const [x, y] = [a.at, b.at];
  if (x === undefined || y === undefined) return 0;
  return x.line - y.line || x.column - y.column || (a.code < b.code ? -1 : 1);
}
