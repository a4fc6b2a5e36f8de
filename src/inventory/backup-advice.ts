/** What is allowed about backups, and should be known to whoever answers for the data. */
import type { Diagnostic } from './diagnostic.js';
import type { Inventory, SiteBackup } from './model.js';
import type { Origins } from './origins.js';
import { isInClear } from './vault-url.js';

/**
 * @param origins where things are written, for the position of each finding
 * @returns warnings: INV140 apps and no backups at all, INV141 an app that is not backed up,
 *   INV142 what an app says of backups has no effect, INV143 an address without encryption,
 *   INV144 sets on the same machine as the data, INV145 a vault that was not set up
 */
export function backupAdvice(inventory: Inventory, origins: Origins): Diagnostic[] {
  const { site, apps } = inventory;
  const aboutSite = site.backup === undefined ? [] : vaultAdvice(site.backup, origins);
  const aboutApps = apps.flatMap((app) => {
    const key = `apps.${app.id}.backup`;
    if (app.backupOff !== undefined) {
      return [warning('INV141', { app: app.id, reason: app.backupOff }, origins.get(`${key}.off`))];
    }
    const isIdle = site.backup === undefined && origins.get(key) !== undefined;
    return isIdle ? [warning('INV142', { app: app.id }, origins.get(key))] : [];
  });
  const code = unbacked(inventory);
  if (code === undefined) return [...aboutSite, ...aboutApps];
  const first = { file: 'site.yaml', line: 1, column: 1, length: 0 };
  const at = origins.get('site.backup.vault') ?? first;
  return [warning(code, { apps: apps.length }, at), ...aboutSite, ...aboutApps];
}

/** Why no app of a site is backed up; undefined when there is none or the site has its vault. */
export function unbacked({ site, apps }: Inventory): 'INV140' | 'INV145' | undefined {
  if (apps.length === 0 || site.backup?.recipient !== undefined) return undefined;
  return site.backup === undefined ? 'INV140' : 'INV145';
}

function vaultAdvice({ vault }: SiteBackup, origins: Origins): Diagnostic[] {
  if (vault.kind === 'url' && isInClear(vault.url)) {
    return [warning('INV143', {}, origins.get('site.backup.vault.url'))];
  }
  if (vault.kind !== 'path') return [];
  return [warning('INV144', { path: vault.path }, origins.get('site.backup.vault.path'))];
}

function warning(code: string, args: Diagnostic['args'], at: Diagnostic['at']): Diagnostic {
  return { code, severity: 'warning', args, ...(at === undefined ? {} : { at }) };
}
