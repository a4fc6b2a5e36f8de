/** Names of the secret values that backups need. */
import type { App, Site, Vault } from './model.js';

/** The site's: the key that opens every backup, and the certificate a vault server shows. */
export function vaultKeys({ backup }: Site): string[] {
  if (backup === undefined) return [];
  const { vault } = backup;
  return vault.kind === 'server'
    ? ['VAULT_CERTIFICATE', 'VAULT_KEY']
    : ['VAULT_KEY', ...vaultLogin(vault)];
}

/** Those that let somebody in at a vault that is not ours, which its keeper has given us. */
export function vaultLogin(vault: Vault): string[] {
  if (vault.kind !== 'url') return [];
  if (vault.url.startsWith('sftp:')) return ['VAULT_SSH_KEY', 'VAULT_KNOWN_HOSTS'];
  return vault.url.startsWith('s3:') ? ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY'] : [];
}

/** An app's, made when first needed: its repository's key, and its account at a rest-server. */
export function backupKeys({ backup }: App, site: Site): string[] {
  const vault = site.backup?.vault;
  if (backup === undefined || vault === undefined) return [];
  const isRest = vault.kind === 'server' || (vault.kind === 'url' && vault.url.startsWith('rest:'));
  return isRest ? ['BACKUP_KEY', 'BACKUP_LOGIN'] : ['BACKUP_KEY'];
}
