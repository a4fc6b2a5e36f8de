/** The vault's key among the site's secrets, its recipient in site.yaml, and in every file. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { recipientIn, writeRecipient } from '../../backup/vault/recipient.js';
import { namesVault, type VaultPlace, withPlace } from '../../backup/vault/register.js';
import { Fault } from '../../fault.js';
import { decrypt, recipientOf } from '../../secrets/encryption.js';
import { generateIdentity } from '../../secrets/identity.js';
import { secretsFile } from '../../secrets/owner.js';
import { Secret } from '../../secrets/secret.js';
import type { SecretStore } from '../../secrets/store.js';
import { replaceSite } from '../../server/setup/replace-site.js';
import type { LoadedInventory, SiteOptions } from '../inventory.js';
import { openSite, type Site } from '../site.js';
import type { VaultSteps } from './steps.js';

export const vaultKeyName = 'VAULT_KEY';
export const vaultCertificateName = 'VAULT_CERTIFICATE';

export interface VaultKey {
  key: Secret;
  /** `age1…` */
  recipient: string;
  isNew: boolean;
}

/**
 * The vault's key, a new one when there is none yet.
 * @throws Fault BAK062 when site.yaml names the recipient of another one; SEC022 when the caller
 *   could not read back what is encrypted.
 */
export async function vaultKey(site: Site): Promise<VaultKey> {
  const { store, inventory } = site;
  const present = (await store.read('site')).get(vaultKeyName);
  await store.keyring.recipients();
  if (!(await store.keyring.includesMe())) throw new Fault('SEC022');
  const named = inventory.site.backup?.recipient;
  if (present === undefined && named !== undefined) {
    throw new Fault('BAK062', { recipient: named, own: '–' });
  }
  const key = present ?? (await generateIdentity());
  const recipient = await recipientOf(key);
  if (named !== undefined && named !== recipient) {
    throw new Fault('BAK062', { recipient: named, own: recipient });
  }
  return { key, recipient, isNew: present === undefined };
}

/** The site as it is once the recipient is in site.yaml: what is written is encrypted to it. */
export function siteWith(loaded: LoadedInventory, recipient: string, options: SiteOptions): Site {
  const { inventory } = loaded;
  const backup = inventory.site.backup && { ...inventory.site.backup, recipient };
  const site = { ...inventory.site, ...(backup && { backup }) };
  return openSite({ ...loaded, inventory: { ...inventory, site } }, options);
}

/**
 * Key and certificate into the site's secrets, the recipient into site.yaml, then every file
 * that the key does not open is encrypted anew. In this order a killed run is finished by the next.
 * @throws Fault BAK089 when files could not be read by the caller; the others are done.
 */
export async function keepKey(
  { store, inventory, places }: Site,
  { key, recipient, isNew }: VaultKey,
  certificate: string | undefined,
  steps: VaultSteps,
): Promise<void> {
  const server = inventory.site.name;
  const root = places.inventoryRoot;
  const known = (await store.read('site')).get(vaultCertificateName)?.reveal();
  const renewed = certificate !== undefined && known !== certificate;
  const put = [...(isNew ? ['key'] : []), ...(renewed ? ['certificate'] : [])];
  await steps.take({
    server,
    name: 'secrets',
    change: put.length === 0 ? undefined : `keep the vault’s ${put.join(' and ')}`,
    note: 'key of the vault is there',
    act: () =>
      store.update('site', (values) => {
        // Two people at once: the second must not put his key over the first's.
        const other = values.get(vaultKeyName);
        if (other !== undefined && !other.equals(key)) {
          throw new Fault('SEC012', { file: secretsFile('site') });
        }
        values.set(vaultKeyName, key);
        if (certificate !== undefined) values.set(vaultCertificateName, new Secret(certificate));
      }),
  });
  const path = join(root, 'site.yaml');
  const isWritten = recipientIn(await readFile(path, 'utf8')) === recipient;
  await steps.take({
    server,
    name: 'site',
    note: 'backup.recipient is there',
    change: isWritten ? undefined : `backup.recipient: ${recipient}`,
    act: () => writeRecipient(path, recipient),
  });
  const closed = await closedTo(key, store, root);
  const failed: string[] = [];
  await steps.take({
    server,
    name: 'rekey',
    change: closed.length === 0 ? undefined : `encrypt ${closed.length} files to the recipient`,
    note: 'all secrets can be read with the key',
    act: async (say) => {
      for (const owner of closed) {
        say(secretsFile(owner));
        await store.reencrypt(owner).catch((error: unknown) => {
          if (!(error instanceof Fault)) throw error;
          failed.push(secretsFile(owner));
        });
      }
    },
  });
  if (failed.length > 0) {
    throw new Fault('BAK089', { files: failed.join(', '), failed: failed.length });
  }
}

/** A vault that was only named on the command line, into site.yaml. @throws Fault BAK060 */
export async function keepPlace(
  { inventory, places }: Site,
  place: VaultPlace,
  steps: VaultSteps,
): Promise<void> {
  const path = join(places.inventoryRoot, 'site.yaml');
  const text = await readFile(path, 'utf8');
  const words = place.kind === 'url' ? place.url : place.path;
  await steps.take({
    server: inventory.site.name,
    name: 'vault',
    note: 'backup.vault is there',
    change: namesVault(text) ? undefined : `backup.vault: ${words}`,
    act: async () => {
      const edited = withPlace(text, place);
      if (edited === undefined) throw new Fault('BAK060', { server: 'brankas-1' });
      await replaceSite(path, edited);
    },
  });
}

/** Owners whose file the key alone does not open. */
async function closedTo(key: Secret, store: SecretStore, root: string): Promise<string[]> {
  const identity = { key, recipient: await recipientOf(key), origin: vaultKeyName };
  const closed: string[] = [];
  for (const owner of await store.owners()) {
    const file = secretsFile(owner);
    const opens = await decrypt(await readFile(join(root, file)), [identity], file).then(
      () => true,
      () => false,
    );
    if (!opens) closed.push(owner);
  }
  return closed;
}
