/** Names of the secret values that backups need. */
import type { App, Site } from './model.js';

/** The site's: the key that opens every backup, and the certificate a vault server shows. */
export function vaultKeys({ backup }: Site): string[] {
  if (backup === undefined) return [];
  return backup.vault.kind === 'server' ? ['VAULT_CERTIFICATE', 'VAULT_KEY'] : ['VAULT_KEY'];
}

/** An app's, made when first needed: its repository's key, and its account at a rest-server. */
export function backupKeys({ backup }: App, site: Site): string[] {
  const vault = site.backup?.vault;
  if (backup === undefined || vault === undefined) return [];
  const isRest = vault.kind === 'server' || (vault.kind === 'url' && vault.url.startsWith('rest:'));
  return isRest ? ['BACKUP_KEY', 'BACKUP_LOGIN'] : ['BACKUP_KEY'];
}
