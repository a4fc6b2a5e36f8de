import { createHash, randomBytes } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { Fault } from '../fault.js';
import { generatePassword } from './generate.js';
import { Keyring, type KeyringOptions } from './keyring.js';
import { withLock } from './lock.js';
import { isOwner, type Owner, saltKey, secretsFile } from './owner.js';
import { replaceFile, type Snapshot, snapshot } from './replace.js';
import type { Secret } from './secret.js';
import { decodeValues, encodeValues, keyedDigest, type Values } from './values.js';

export interface SecretStoreOptions extends KeyringOptions {
  /** The inventory's root; files are in `secrets/` below it. */
  root: string;
}

type Loaded = Values & Pick<Snapshot, 'hash'>;

/**
 * The encrypted values of apps and the site. A file is decrypted at first need and
 * once; plaintext exists in memory only.
 */
export class SecretStore {
  readonly keyring: Keyring;
  readonly #root: string;
  readonly #loaded = new Map<Owner, Promise<Loaded>>();

  constructor(options: SecretStoreOptions) {
    this.keyring = new Keyring(options);
    this.#root = options.root;
  }

  /**
   * The owner's values by key; empty when there is no file.
   * @param owner `<opd>/<app>` or `site`.
   * @throws Fault SEC001 bad owner, SEC002 no private key, SEC003–SEC005 bad key file,
   *   SEC006 not readable with it, SEC007 damaged, SEC008 bad text.
   */
  async read(owner: Owner): Promise<Map<string, Secret>> {
    return new Map((await this.#load(owner)).values);
  }

  /**
   * Replaces all of the owner's values by these.
   * @throws Fault SEC012 when the file is not the one last read here; nothing is written.
   */
  async write(owner: Owner, values: ReadonlyMap<string, Secret>): Promise<void> {
    const base = await this.#load(owner);
    await withLock(this.#root, async () => {
      await this.#expect(owner, base.hash);
      await this.#put(owner, { values: new Map(values), own: base.own });
    });
  }

  /**
   * Reads afresh, changes and writes under the lock, so that parallel changes of
   * different keys are all kept. Nothing is written when nothing changed.
   * @returns what `change` returned.
   * @throws Fault SEC014 when another process keeps the lock, SEC012 when a tool that
   *   does not know the lock (Git, an editor) replaced the file meanwhile.
   */
  async update<T>(owner: Owner, change: (values: Map<string, Secret>) => T): Promise<T> {
    secretsFile(owner);
    return withLock(this.#root, async () => {
      this.#loaded.delete(owner);
      const { values, own, hash } = await this.#load(owner);
      const changed = new Map(values);
      const result = change(changed);
      if (!isSame(values, changed)) {
        await this.#expect(owner, hash);
        await this.#put(owner, { values: changed, own });
      }
      return result;
    });
  }

  /**
   * Twelve hex digits, equal as long as the value is; undefined without a value.
   * @throws Fault SEC015 when another tool wrote the file without a salt.
   */
  async digest(owner: Owner, key: string): Promise<string | undefined> {
    const { values, own } = await this.#load(owner);
    const value = values.get(key);
    if (!value) return undefined;
    const salt = own.get(saltKey);
    if (!salt) throw new Fault('SEC015', { file: secretsFile(owner) });
    return keyedDigest(salt, key, value);
  }

  /** Makes a random value for each key that has none. @returns the keys it made. */
  async ensureGenerated(owner: Owner, keys: readonly string[]): Promise<string[]> {
    const present = await this.read(owner);
    if (keys.every((key) => present.has(key))) return [];
    return this.update(owner, (values) => {
      const missing = keys.filter((key) => !values.has(key));
      for (const key of missing) values.set(key, generatePassword());
      return missing;
    });
  }

  /** Everybody who has a file, sorted. */
  async owners(): Promise<Owner[]> {
    const names = await readdir(join(this.#root, 'secrets'), { recursive: true }).catch(() => []);
    const owners = names.filter((name) => name.endsWith('.age')).map((name) => name.slice(0, -4));
    return owners.filter(isOwner).sort();
  }

  /**
   * Encrypts one file anew to the present team; the old one is replaced only after
   * the new one was read back with the caller's own key.
   */
  async reencrypt(owner: Owner): Promise<void> {
    await withLock(this.#root, async () => {
      this.#loaded.delete(owner);
      const loaded = await this.#load(owner);
      await this.#put(owner, loaded, async (armored, text) => {
        const back = await this.keyring.open(Buffer.from(armored), secretsFile(owner));
        if (back !== text)
          throw new Fault('SEC007', { file: secretsFile(owner), reason: 'verify' });
        await this.#expect(owner, loaded.hash);
      });
    });
  }

  /** Keeps values that could not be written in an encrypted file beside the owner's. */
  async keepCopy(
    owner: Owner,
    values: ReadonlyMap<string, Secret>,
  ): Promise<{ file: string; copy: string }> {
    const file = secretsFile(owner);
    const copy = `${file}.mine-${randomBytes(3).toString('hex')}`;
    const text = encodeValues({ values: new Map(values), own: new Map() });
    await replaceFile(join(this.#root, copy), await this.keyring.seal(text));
    return { file, copy };
  }

  async #put(
    owner: Owner,
    content: Values,
    prove?: (armored: string, text: string) => Promise<void>,
  ): Promise<void> {
    const text = encodeValues(content);
    const armored = await this.keyring.seal(text);
    await prove?.(armored, text);
    await replaceFile(this.#path(owner), armored);
    const hash = createHash('sha256').update(armored).digest('hex');
    const written = { ...decodeValues(text, secretsFile(owner)), hash };
    this.#loaded.set(owner, Promise.resolve(written));
  }

  async #expect(owner: Owner, hash: string): Promise<void> {
    const now = await snapshot(this.#path(owner));
    if (now.hash !== hash) throw new Fault('SEC012', { file: secretsFile(owner) });
  }

  #load(owner: Owner): Promise<Loaded> {
    let loaded = this.#loaded.get(owner);
    if (!loaded) {
      loaded = this.#decrypt(owner);
      this.#loaded.set(owner, loaded);
    }
    return loaded;
  }

  async #decrypt(owner: Owner): Promise<Loaded> {
    const { bytes, hash } = await snapshot(this.#path(owner));
    if (!bytes) return { values: new Map(), own: new Map(), hash };
    const file = secretsFile(owner);
    return { ...decodeValues(await this.keyring.open(bytes, file), file), hash };
  }

  #path(owner: Owner): string {
    return join(this.#root, secretsFile(owner));
  }
}

function isSame(before: ReadonlyMap<string, Secret>, after: ReadonlyMap<string, Secret>): boolean {
  if (before.size !== after.size) return false;
  return [...after].every(([key, value]) => before.get(key)?.equals(value));
}
