/** `induk inspect`: an old host read, and what was found put into the inventory. */
import { randomBytes } from 'node:crypto';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { exitCodes, Fault } from '../fault.js';
import type { Inventory, Server } from '../inventory/model.js';
import { parseInventory } from '../inventory/parse.js';
import { address, name as namePattern, unixUser } from '../inventory/patterns.js';
import {
  type DraftEntry,
  entriesText,
  extendedText,
  newAgencyText,
} from '../migrate/inspect/document.js';
import { draftApp, isDraftable, type Reached } from '../migrate/inspect/draft.js';
import type { Inspection, InspectOptions } from '../migrate/inspect/inspect.js';
import { openSecrets } from '../secrets/open.js';
import type { Secret } from '../secrets/secret.js';
import type { ConnectContext } from '../server/connect.js';
import type { LoadedInventory } from './inventory.js';

/** Where `USER@HOST` is, as something to connect to. @throws Fault MIG001 exit 64 */
export function oldHost(
  target: string,
  { port, key }: { port?: number | undefined; key?: string | undefined },
): Server {
  const [, user = '', host = ''] = /^([^@]*)@(.+)$/.exec(target) ?? [];
  if (!unixUser.test(user) || !address.test(host)) {
    throw new Fault('MIG001', { target }, { exit: exitCodes.usage });
  }
  return {
    name: host,
    address: host,
    port: port ?? 22,
    user,
    role: 'worker',
    ...(key === undefined ? {} : { key: key.startsWith('~') ? key : resolve(key) }),
  };
}

export interface Destination {
  opd: string;
  /** Absent when the inventory knows by itself. */
  server?: string;
}

/**
 * Whose apps they are and where they go; both matter only when they are written.
 * @throws Fault MIG002 without an agency, MIG006 when the server must be named or is none
 */
export function destinationOf(
  loaded: LoadedInventory | undefined,
  flags: { opd?: string | undefined; server?: string | undefined; write: boolean },
): Destination {
  const { opd, server, write } = flags;
  if (write && opd === undefined) throw new Fault('MIG002', {}, { exit: exitCodes.usage });
  if (loaded === undefined) return { opd: opd ?? '', ...(server === undefined ? {} : { server }) };
  const names = loaded.inventory.servers.map(({ name }) => name);
  const isKnown = loaded.origins.get('defaults.server') !== undefined || names.length === 1;
  if (server === undefined && (isKnown || !write)) return { opd: opd ?? '' };
  if (server !== undefined && names.includes(server)) return { opd: opd ?? '', server };
  throw new Fault('MIG006', { servers: names.join(', ') }, { exit: exitCodes.usage });
}

export interface ReadOptions {
  inventory: Inventory | undefined;
  signal: AbortSignal;
  onStep: NonNullable<InspectOptions['onStep']>;
  onHostKey: NonNullable<ConnectContext['onHostKey']>;
}

/**
 * Reads the host over one connection. A host key that an app's `legacy:` has for the same address
 * is the only one accepted; else known_hosts, else the person.
 */
export async function readOldHost(
  host: Server,
  { inventory, signal, onStep, onHostKey }: ReadOptions,
): Promise<{ inspection: Inspection; reached: Reached }> {
  const [{ connect }, { inspectHost }] = await Promise.all([
    import('../server/connect.js'),
    import('../migrate/inspect/inspect.js'),
  ]);
  const { address, port, user, key } = host;
  const pin = inventory?.apps.find(({ legacy }) => legacy?.address === address)?.legacy?.hostKey;
  const place = pin === undefined ? host : { ...host, hostKey: pin };
  const connection = await connect(place, { servers: [], signal, onHostKey }).catch((error) => {
    throw inItsWords(error);
  });
  try {
    const inspection = await inspectHost(connection, { address, signal, onStep });
    const { hostKey } = connection;
    const optional = { ...(key ? { key } : {}), ...(hostKey ? { hostKey } : {}) };
    return { inspection, reached: { address, port, user, ...optional } };
  } finally {
    await connection.close();
  }
}

/** What to do about it is another thing than for a server of site.yaml. */
function inItsWords(error: unknown): unknown {
  if (!(error instanceof Fault)) return error;
  const own: Record<string, string> = { SRV010: 'MIG020', SRV020: 'MIG021', SRV021: 'MIG022' };
  const code = own[error.code];
  return code === undefined ? error : new Fault(code, error.args, { cause: error });
}

export interface Drafted {
  entries: DraftEntry[];
  /** Entry → values to keep encrypted. */
  secrets: Map<string, Map<string, Secret>>;
  /** The entries as they would stand in the agency's file. */
  yaml: string;
}

export interface DraftOptions {
  reached: Reached;
  /** Only these of the apps found. */
  only: readonly string[];
  server?: string | undefined;
}

/** @throws Fault MIG008 exit 64 when one of `only` was not found. */
export function draftApps({ findings, judged }: Inspection, options: DraftOptions): Drafted {
  const { reached, only, server } = options;
  const names = judged.map(({ app }) => app.name);
  const wrong = only.find((name) => !names.includes(name));
  if (wrong !== undefined) {
    const args = { app: wrong, apps: names.join(', ') || '-' };
    throw new Fault('MIG008', args, { exit: exitCodes.usage });
  }
  const chosen = judged.filter(
    ({ app }) => isDraftable(app) && (only.length === 0 || only.includes(app.name)),
  );
  const entries = chosen.map(({ app }) => ({
    name: app.name,
    entry: draftApp(app, findings.host, reached, server),
    // It comes from a file of the host: nothing in it may end the comment.
    comment: [`${app.framework} ${app.frameworkVersion ?? ''}`.replace(/[^\w.+-]+/g, ' ').trim()],
  }));
  return {
    entries,
    secrets: new Map(chosen.map(({ app, secrets }) => [app.name, secrets])),
    yaml: entriesText(entries, 2),
  };
}

export interface Written {
  /** Relative to the inventory. */
  file: string;
  apps: string[];
  /** `<opd>/<app> KEY`. */
  secrets: string[];
}

/** `APP KEY` of every value that would be encrypted. */
export const secretNames = ({ secrets }: Drafted): string[] =>
  [...secrets].flatMap(([name, values]) => [...values.keys()].map((key) => `${name} ${key}`));

/**
 * Encrypts the passwords, then writes the agency's file; before either, the inventory as it will be
 * is validated, so that a refusal leaves everything as it was.
 * @throws Fault MIG003 an app is there already, MIG004 nothing to write, MIG007 a file that cannot
 *   be extended, MIG009 a name that is no agency's, INV000 what the inventory would not allow
 */
export async function writeDraft(
  loaded: LoadedInventory,
  opd: string,
  drafted: Drafted,
): Promise<Written & { sayNotices: ReturnType<typeof openSecrets>['sayNotices'] }> {
  const { root, files } = loaded;
  const file = `opd/${opd}.yaml`;
  refuse(loaded.inventory, opd, drafted);
  const present = files.find(({ path }) => path === file);
  const text =
    present === undefined
      ? newAgencyText(opd, drafted.entries)
      : extendedText(present.text, drafted.entries);
  if (text === undefined) throw new Fault('MIG007', { file });
  const future = [...files.filter(({ path }) => path !== file), { path: file, text }];
  const { diagnostics } = parseInventory(future);
  const errors = diagnostics.filter(({ severity }) => severity === 'error');
  if (errors.length > 0) {
    const exit = exitCodes.invalidInventory;
    const args = { root, errors: errors.length };
    throw new Fault('INV000', args, { exit, diagnostics: errors, sources: future });
  }
  const { store, sayNotices } = openSecrets(loaded);
  const stored: string[] = [];
  for (const [name, secrets] of drafted.secrets) {
    if (secrets.size === 0) continue;
    await store.update(`${opd}/${name}`, (values) => {
      for (const [key, secret] of secrets) values.set(key, secret);
    });
    stored.push(...[...secrets.keys()].map((key) => `${opd}/${name} ${key}`));
  }
  await replaceText(join(root, file), text, present?.text);
  return {
    file,
    apps: drafted.entries.map(({ name }) => `${opd}/${name}`),
    secrets: stored,
    sayNotices,
  };
}

function refuse({ apps }: Inventory, opd: string, { entries }: Drafted): void {
  if (!namePattern.test(opd)) throw new Fault('MIG009', { opd }, { exit: exitCodes.usage });
  if (entries.length === 0) throw new Fault('MIG004');
  const present = entries.filter(({ name }) => apps.some(({ id }) => id === `${opd}/${name}`));
  if (present.length > 0) {
    const names = present.map(({ name }) => `${opd}/${name}`).join(', ');
    const rest = entries.filter((entry) => !present.includes(entry)).map(({ name }) => name);
    throw new Fault('MIG003', { apps: names, rest: rest.join(' --app ') || 'NAME' });
  }
}

/** Whole or not at all, and only when nobody has changed it since it was read. */
async function replaceText(path: string, text: string, before: string | undefined): Promise<void> {
  const now = await readFile(path, 'utf8').catch(() => undefined);
  if (now !== before) throw new Fault('MIG010', { file: path });
  const draft = `${path}.${randomBytes(4).toString('hex')}`;
  await mkdir(dirname(path), { recursive: true });
  try {
    await writeFile(draft, text);
    await rename(draft, path);
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  }
}
