import { access, realpath, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import type { Diagnostic } from '../inventory/diagnostic.js';
import type { App, Inventory } from '../inventory/model.js';
import type { Origins } from '../inventory/origins.js';
import { isInside } from './files.js';

/**
 * Findings about the apps' source folders: each must exist, be a folder and, with
 * symbolic links followed, lie inside the workspace (the Git work tree that holds
 * the inventory, or else the inventory's parent folder).
 */
export async function checkSources(
  root: string,
  inventory: Inventory,
  origins: Origins,
): Promise<Diagnostic[]> {
  const workspace = await workspaceOf(await realpath(root));
  const findings: Diagnostic[] = [];
  for (const app of inventory.apps) {
    const finding = await checkOne(root, workspace, app);
    const at = origins.get(`apps.${app.id}.source`);
    if (finding !== undefined) findings.push(at === undefined ? finding : { ...finding, at });
  }
  return findings;
}

async function checkOne(
  root: string,
  workspace: string,
  app: App,
): Promise<Diagnostic | undefined> {
  if (app.source === undefined) return undefined;
  const path = resolve(root, app.source);
  const args = { source: app.source, app: app.id };
  const real = await realpath(path).catch(() => undefined);
  if (!isInside(workspace, real ?? path)) return error('CLI016', { ...args, workspace });
  if (real === undefined) return error('CLI015', { ...args, path });
  return (await stat(real)).isDirectory() ? undefined : error('CLI017', args);
}

function error(code: string, args: Diagnostic['args']): Diagnostic {
  return { code, severity: 'error', args };
}

async function workspaceOf(root: string): Promise<string> {
  for (let folder = root; folder !== dirname(folder); folder = dirname(folder)) {
    const isGit = await access(join(folder, '.git')).then(
      () => true,
      () => false,
    );
    if (isGit) return folder;
  }
  return dirname(root);
}
