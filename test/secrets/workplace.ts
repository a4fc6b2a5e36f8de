import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { generateX25519Identity } from 'age-encryption';
import { onTestFinished } from 'vitest';
import { Fault } from '../../src/fault.js';
import { recipientOf } from '../../src/secrets/encryption.js';
import type { Identity } from '../../src/secrets/identity.js';
import { Secret } from '../../src/secrets/secret.js';
import { SecretStore, type SecretStoreOptions } from '../../src/secrets/store.js';

/** A folder that is removed when the test ends. */
export async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'induk-test-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

export async function newIdentity(): Promise<Identity> {
  const key = new Secret(await generateX25519Identity());
  return { key, recipient: await recipientOf(key), origin: 'test' };
}

export function storeFor(
  root: string,
  me: Identity[],
  options: Partial<SecretStoreOptions> = {},
): SecretStore {
  const team = me.map((each) => each.recipient);
  return new SecretStore({ root, team, identities: async () => me, ...options });
}

export function plain(values: ReadonlyMap<string, Secret>): Record<string, string> {
  return Object.fromEntries([...values].map(([key, secret]) => [key, secret.reveal()]));
}

export function secretsOf(values: Record<string, string>): Map<string, Secret> {
  return new Map(Object.entries(values).map(([key, value]) => [key, new Secret(value)]));
}

/** The fault an act ends in; a test that expects one fails when there is none. */
export async function faultOf(act: () => unknown): Promise<Fault> {
  try {
    await act();
  } catch (error) {
    if (error instanceof Fault) return error;
    throw error;
  }
  throw new Error('expected a fault, got none');
}

/** Every file below a folder, with its bytes as Latin-1 text. */
export async function allFiles(folder: string): Promise<{ name: string; text: string }[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  return Promise.all(
    files.map(async ({ parentPath, name }) => {
      const path = join(parentPath, name);
      return { name: path.slice(folder.length + 1), text: await readFile(path, 'latin1') };
    }),
  );
}
