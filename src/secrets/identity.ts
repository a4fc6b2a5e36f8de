import { randomBytes } from 'node:crypto';
import { link, mkdir, open, readFile, stat, unlink } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { Fault } from '../fault.js';
import { recipientOf } from './encryption.js';
import { Secret } from './secret.js';

/** A person's private key and its public half. */
export interface Identity {
  key: Secret;
  /** `age1…`, what goes into `team:`. */
  recipient: string;
  /** The file or variable it came from. */
  origin: string;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** Where the private key lives unless a variable says otherwise. */
export function identityPath(env: Environment = process.env): string {
  const home = env.HOME || homedir();
  return join(env.XDG_CONFIG_HOME || join(home, '.config'), 'induk', 'age.key');
}

/**
 * The caller's private keys: from `INDUK_AGE_KEY_FILE`, else the value of
 * `INDUK_AGE_KEY`, else `identityPath`. Empty when there is none.
 * @throws Fault SEC003 when others may read the file, SEC004 when it cannot be read,
 *   SEC005 when it holds no key.
 */
export async function findIdentities(env: Environment = process.env): Promise<Identity[]> {
  if (env.INDUK_AGE_KEY_FILE) return readIdentityFile(env.INDUK_AGE_KEY_FILE);
  if (env.INDUK_AGE_KEY) return parseIdentities(env.INDUK_AGE_KEY, 'INDUK_AGE_KEY');
  const file = identityPath(env);
  return (await exists(file)) ? readIdentityFile(file) : [];
}

/**
 * The caller's first private key; makes one in `identityPath` (mode 0600, the format
 * of `age-keygen`) when there is none.
 * @returns the identity and whether it is new; its `recipient` belongs into `team:`.
 */
export async function ensureIdentity(
  env: Environment = process.env,
): Promise<Identity & { created: boolean }> {
  const [found] = await findIdentities(env);
  if (found) return { ...found, created: false };
  const file = identityPath(env);
  const created = await createIdentityFile(file);
  const [identity] = await readIdentityFile(file);
  if (!identity) throw new Fault('SEC005', { origin: file });
  return { ...identity, created };
}

async function readIdentityFile(file: string): Promise<Identity[]> {
  let text: string;
  try {
    const { mode } = await stat(file);
    if ((mode & 0o077) !== 0) {
      throw new Fault('SEC003', { file, mode: (mode & 0o777).toString(8).padStart(4, '0') });
    }
    text = await readFile(file, 'utf8');
  } catch (cause) {
    if (cause instanceof Fault) throw cause;
    throw new Fault('SEC004', { file, reason: codeOf(cause) }, { cause });
  }
  return parseIdentities(text, file);
}

/** One key a line, comments and blank lines skipped: the format of `age-keygen`. */
async function parseIdentities(text: string, origin: string): Promise<Identity[]> {
  const identities: Identity[] = [];
  for (const line of text.split(/\r?\n/).map((each) => each.trim())) {
    if (line === '' || line.startsWith('#')) continue;
    const key = new Secret(line);
    try {
      identities.push({ key, origin, recipient: await recipientOf(key) });
    } catch {
      // No cause: a library's message could quote the line.
      throw new Fault('SEC005', { origin });
    }
  }
  if (identities.length === 0) throw new Fault('SEC005', { origin });
  return identities;
}

/** A new private key, kept nowhere. */
export async function generateIdentity(): Promise<Secret> {
  const { generateX25519Identity } = await import('age-encryption');
  return new Secret(await generateX25519Identity());
}

/** Returns false when another process was first; its key is kept then. */
async function createIdentityFile(file: string): Promise<boolean> {
  const key = await generateIdentity();
  await mkdir(dirname(file), { recursive: true, mode: 0o700 });
  const draft = `${file}.${randomBytes(6).toString('hex')}`;
  const handle = await open(draft, 'wx', 0o600);
  try {
    const created = new Date().toISOString().replace(/\.\d+Z$/, 'Z');
    const publicKey = await recipientOf(key);
    await handle.write(`# created: ${created}\n# public key: ${publicKey}\n${key.reveal()}\n`);
    await handle.sync();
    // link(2) fails when the name exists: a key already there is never replaced.
    await link(draft, file);
    return true;
  } catch (cause) {
    if (codeOf(cause) === 'EEXIST') return false;
    throw new Fault('SEC004', { file, reason: codeOf(cause) }, { cause });
  } finally {
    await handle.close();
    await unlink(draft);
  }
}

async function exists(file: string): Promise<boolean> {
  return stat(file).then(
    () => true,
    (cause) => codeOf(cause) !== 'ENOENT',
  );
}

function codeOf(cause: unknown): string {
  return (cause as NodeJS.ErrnoException)?.code ?? String(cause);
}
