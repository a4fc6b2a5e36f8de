/** Writes a vault that is no server of ours into site.yaml, and nothing else. */
import { parseDocument } from 'yaml';
import type { Vault } from '../../inventory/model.js';
import { vaultUrlFault } from '../../inventory/vault-url.js';

export type VaultPlace = Exclude<Vault, { kind: 'server' }>;

/** An address in restic's notation, or an absolute path; undefined for anything else. */
export function placeOf(words: string): VaultPlace | undefined {
  if (words.startsWith('/')) return { kind: 'path', path: words };
  return vaultUrlFault(words) === undefined ? { kind: 'url', url: words } : undefined;
}

/** Whether the text of a site.yaml names a vault. */
export const namesVault = (text: string): boolean => parseDocument(text).hasIn(['backup', 'vault']);

/**
 * The text with the vault in it, behind all else: a policy without a vault is none.
 * @returns undefined when the file has a policy already
 */
export function withPlace(text: string, place: VaultPlace): string | undefined {
  if (parseDocument(text).has('backup')) return undefined;
  const value = place.kind === 'url' ? place.url : place.path;
  return `${text.trimEnd()}\n\nbackup:\n  vault: {${place.kind}: ${JSON.stringify(value)}}\n`;
}
