/** The vault is a machine of its own; what an app says about its backups fits the app. */
import type { AppDraft, Draft, Report, SiteDraft } from '../draft.js';
import { suggest } from '../suggest.js';

export function checkBackups({ site, apps }: Draft, report: Report): void {
  if (site !== undefined) checkVault(site, report);
  for (const app of apps) {
    checkExclude(app, report);
    checkOff(app, report);
  }
}

function checkVault({ source, data, serverNames, vaultNames }: SiteDraft, report: Report): void {
  const vault = data.backup?.vault;
  if (vault === undefined || !('server' in vault) || vaultNames.includes(vault.server)) return;
  const { server } = vault;
  const path = ['backup', 'vault', 'server'];
  if (serverNames.includes(server)) {
    report(source, { code: 'INV122', args: { server }, path });
    return;
  }
  const suggestion = suggest(server, vaultNames) ?? vaultNames[0];
  report(source, { code: 'INV121', args: { server }, path, suggestion });
}

function checkExclude({ source, path, data }: AppDraft, report: Report): void {
  const keys = Object.keys(data.storage ?? {});
  data.backup?.exclude?.forEach((key, i) => {
    if (keys.includes(key) || (data.storage === undefined && source.has([...path, 'storage']))) {
      return;
    }
    const at = [...path, 'backup', 'exclude', i];
    report(source, { code: 'INV131', args: { key }, path: at, suggestion: suggest(key, keys) });
  });
}

function checkOff({ source, path, data }: AppDraft, report: Report): void {
  const { off, ...others } = data.backup ?? {};
  if (off === undefined) return;
  for (const key of Object.keys(others)) {
    const at = [...path, 'backup', key];
    report(source, { code: 'INV135', args: { key }, path: at, on: 'key' });
  }
}
