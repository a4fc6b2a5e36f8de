/** Finds the inventory's folder and reads it into a validated value. */
import { access } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { exitCodes, Fault, type SourceFile } from '../fault.js';
import type { Diagnostic } from '../inventory/diagnostic.js';
import { machinesOf } from '../inventory/machines.js';
import type { Inventory } from '../inventory/model.js';
import type { Origins } from '../inventory/origins.js';
import { type ParsedInventory, parseInventory } from '../inventory/parse.js';
import { type ReadYaml, readYaml } from '../inventory/read-yaml.js';
import type { Notice } from '../secrets/keyring.js';
import type { PresentedKey } from '../server/connect.js';
import type { Ahead } from './ahead.js';
import { readFiles } from './files.js';
import { checkSources } from './sources.js';

export interface LoadedInventory {
  /** Absolute path of the folder that holds site.yaml. */
  root: string;
  inventory: Inventory;
  /** Where each value came from. */
  origins: Origins;
  files: SourceFile[];
  warnings: Diagnostic[];
  /** What connects meanwhile, when it was asked for. */
  ahead?: Ahead;
}

/** How the servers of a site are reached, and who hears of what is noticed on the way. */
export interface SiteOptions {
  signal?: AbortSignal;
  notice?: Notice;
  onHostKey?: (key: PresentedKey) => boolean | Promise<boolean>;
}

/**
 * The inventory folder: `flag` (which the caller fills from --inventory or
 * INDUK_INVENTORY), else the nearest folder upward from `cwd` with a site.yaml, or an
 * `inventory/site.yaml` in one of them.
 * @throws Fault CLI001 when there is none, CLI009 when the named folder has no site.yaml.
 */
export async function findInventory(cwd: string, flag?: string): Promise<string> {
  if (flag !== undefined) {
    const root = resolve(cwd, flag);
    if (await exists(join(root, 'site.yaml'))) return root;
    throw new Fault('CLI009', { root: flag }, { exit: exitCodes.usage });
  }
  for (let folder = resolve(cwd); ; folder = dirname(folder)) {
    for (const candidate of [folder, join(folder, 'inventory')]) {
      if (await exists(join(candidate, 'site.yaml'))) return candidate;
    }
    if (folder === dirname(folder)) break;
  }
  throw new Fault('CLI001', { from: cwd }, { exit: exitCodes.usage });
}

/**
 * Reads site.yaml and opd/*.yaml below `root`, validates them and checks that the
 * apps' sources are there.
 * @throws Fault INV000 (exit 65) with every finding.
 */
export async function loadInventory(root: string): Promise<LoadedInventory> {
  const { files, diagnostics } = await readFiles(root);
  return judge(root, files, diagnostics, parseInventory(files));
}

/**
 * `loadInventory`, connecting to the site's manager at the same time, for a command that needs
 * both; `openSite` takes what was begun. An invalid inventory leaves no connection.
 * @throws what `loadInventory` throws
 */
export async function loadConnecting(root: string, options: SiteOptions): Promise<LoadedInventory> {
  const { files, diagnostics } = await readFiles(root);
  const { inventory: begun } = parseInventory(files.filter(({ path }) => path === 'site.yaml'));
  if (begun === undefined) return judge(root, files, diagnostics, parseInventory(files));
  const abandoned = new AbortController();
  const signals = [abandoned.signal, ...(options.signal === undefined ? [] : [options.signal])];
  const { connectAhead } = await import('./ahead.js');
  const connecting = { ...options, signal: AbortSignal.any(signals) };
  const ahead = await connectAhead(machinesOf(begun), connecting);
  try {
    const loaded = await judge(root, files, diagnostics, await parseInTurns(files));
    return { ...loaded, ahead };
  } catch (error) {
    abandoned.abort();
    await ahead.connections.close();
    throw error;
  }
}

async function judge(
  root: string,
  files: SourceFile[],
  unreadable: Diagnostic[],
  parsed: ParsedInventory,
): Promise<LoadedInventory> {
  // What could not be read is not missing as well.
  const isRead = ({ code, args }: Diagnostic) =>
    code !== 'INV010' || !unreadable.some(({ at }) => at?.file === args.file);
  const diagnostics = [...unreadable, ...parsed.diagnostics.filter(isRead)];
  if (parsed.inventory !== undefined) {
    diagnostics.push(...(await checkSources(root, parsed.inventory, parsed.origins)));
  }
  const errors = diagnostics.filter(({ severity }) => severity === 'error');
  if (errors.length > 0 || parsed.inventory === undefined) {
    const args = { root, errors: errors.length };
    throw new Fault('INV000', args, {
      exit: exitCodes.invalidInventory,
      diagnostics,
      sources: files,
    });
  }
  return {
    root,
    inventory: withPorts(parsed.inventory, process.env),
    origins: parsed.origins,
    files,
    warnings: diagnostics,
  };
}

/** A hundred apps take a tenth of a second, in which a connection must be able to go on. */
async function parseInTurns(files: SourceFile[]): Promise<ParsedInventory> {
  const read = new Map<string, ReadYaml>();
  for (const file of files) {
    read.set(file.path, readYaml(file));
    await setImmediate();
  }
  return parseInventory(files, (file) => read.get(file.path) ?? readYaml(file));
}

/**
 * The proxy's published ports from INDUK_HTTP_PORT and INDUK_HTTPS_PORT, for a machine
 * where another program has 80 or 443.
 * @throws Fault CLI020 for a value that is not a port.
 */
function withPorts(inventory: Inventory, env: NodeJS.ProcessEnv): Inventory {
  const { site } = inventory;
  const http = portOf(env, 'INDUK_HTTP_PORT') ?? site.proxy.http;
  const https = portOf(env, 'INDUK_HTTPS_PORT') ?? site.proxy.https;
  return { ...inventory, site: { ...site, proxy: { ...site.proxy, http, https } } };
}

function portOf(env: NodeJS.ProcessEnv, name: string): number | undefined {
  const text = env[name];
  if (text === undefined || text === '') return undefined;
  const port = Number(text);
  if (Number.isInteger(port) && port > 0 && port < 65536) return port;
  throw new Fault('CLI020', { name, value: text }, { exit: exitCodes.usage });
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
