/** Which keys are offered to a server, in which order. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import ssh2, { type AnyAuthMethod, type ParsedKey } from 'ssh2';
import { Fault } from '../../fault.js';
import type { Server } from '../../inventory/model.js';

type Method = { label: string; auth: AnyAuthMethod; keys: ParsedKey[] };

export interface Credentials {
  /** Next method, or false when all were tried; for ssh2's `authHandler`. */
  next(): AnyAuthMethod | false;
  /** What was offered so far, for the message. */
  tried(): string[];
  /** Public keys of all methods, in their order, as lines of authorized_keys. */
  publicKeys: string[];
}

const usualFiles = ['id_ed25519', 'id_ecdsa', 'id_rsa'];

/**
 * Collects the methods for a server: its `key:` file alone, or the SSH agent and then the
 * usual files in ~/.ssh. A passphrase is never asked for: an encrypted key belongs in the agent.
 * @throws Fault SRV021 nothing to offer, SRV022 key file unreadable, SRV023 key is encrypted
 *   and the agent does not hold it.
 */
export async function credentials(server: Server, env: NodeJS.ProcessEnv): Promise<Credentials> {
  const home = env.HOME ?? '';
  const methods =
    server.key === undefined
      ? await usualMethods(server.user, home, env.SSH_AUTH_SOCK)
      : [await namedKey(server, server.key.replace(/^~(?=\/)/, home), env.SSH_AUTH_SOCK)];
  if (methods.length === 0) {
    throw new Fault('SRV021', { server: server.name, user: server.user });
  }
  let position = 0;
  return {
    next: () => methods[position++]?.auth ?? false,
    tried: () => methods.slice(0, position).map((method) => method.label),
    publicKeys: methods.flatMap((method) => method.keys.map(publicLine)),
  };
}

async function usualMethods(user: string, home: string, agent?: string): Promise<Method[]> {
  const methods: Method[] = [];
  const held = agent ? await agentKeys(agent) : [];
  if (agent !== undefined && held.length > 0) {
    const auth: AnyAuthMethod = { type: 'agent', username: user, agent };
    methods.push({ label: 'SSH agent', auth, keys: held });
  }
  for (const file of usualFiles) {
    const key = await readFile(join(home, '.ssh', file)).catch(() => undefined);
    const parsed = key === undefined ? undefined : ssh2.utils.parseKey(key);
    if (parsed !== undefined && !(parsed instanceof Error)) {
      const auth: AnyAuthMethod = { type: 'publickey', username: user, key: parsed };
      methods.push({ label: `~/.ssh/${file}`, auth, keys: [parsed] });
    }
  }
  return methods;
}

async function namedKey(server: Server, file: string, agent?: string): Promise<Method> {
  const at = { server: server.name, file };
  const key = await readFile(file).catch((cause: unknown) => {
    throw new Fault('SRV022', { ...at, reason: reasonOf(cause) }, { cause });
  });
  const parsed = ssh2.utils.parseKey(key);
  if (!(parsed instanceof Error)) {
    const auth: AnyAuthMethod = { type: 'publickey', username: server.user, key: parsed };
    return { label: file, auth, keys: [parsed] };
  }
  if (!/encrypted|passphrase/i.test(parsed.message)) {
    throw new Fault('SRV022', { ...at, reason: parsed.message });
  }
  const held = await heldByAgent(`${file}.pub`, agent);
  if (held === undefined) {
    throw new Fault('SRV023', at);
  }
  const auth: AnyAuthMethod = { type: 'agent', username: server.user, agent: held.agent };
  return { label: `${file} (SSH agent)`, auth, keys: [held.key] };
}

function publicLine(key: ParsedKey): string {
  return `${key.type} ${key.getPublicSSH().toString('base64')} ${key.comment}`.trim();
}

/** An agent that shows only the key of a `.pub` file; undefined when the real one lacks it. */
async function heldByAgent(publicFile: string, path?: string) {
  if (path === undefined || path === '') {
    return undefined;
  }
  const wanted = ssh2.utils.parseKey(await readFile(publicFile).catch(() => ''));
  const keys = await agentKeys(path);
  const key = keys.find(
    (held) => !(wanted instanceof Error) && held.getPublicSSH().equals(wanted.getPublicSSH()),
  );
  if (key === undefined) {
    return undefined;
  }
  const agent = ssh2.createAgent(path);
  agent.getIdentities = (callback) => callback(undefined, [key]);
  return { agent, key };
}

/** Public keys the agent holds; none when nobody answers there (a stale SSH_AUTH_SOCK). */
function agentKeys(path: string): Promise<ParsedKey[]> {
  return new Promise((resolve) => {
    ssh2.createAgent(path).getIdentities((_error, keys = []) => {
      // An agent of OpenSSH gives parsed keys; the types allow other agents' forms too.
      resolve(keys.filter((key): key is ParsedKey => typeof key === 'object' && 'type' in key));
    });
  });
}

function reasonOf(cause: unknown): string {
  return cause instanceof Error && 'code' in cause ? String(cause.code) : 'not readable';
}
