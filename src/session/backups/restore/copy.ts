/** The definition of an app that a set is restored into, made from the inventory's own words. */
import { parse, stringify } from 'yaml';
import { exitCodes, Fault, type SourceFile } from '../../../fault.js';
import type { App, Inventory } from '../../../inventory/model.js';
import { parseInventory } from '../../../inventory/parse.js';

export interface CopyWish {
  /** The app's own name: the app itself comes back. */
  name: string;
  server: string;
  /** Default: `<name>.<site's domain>`; the app's own when it comes back itself. */
  domain?: string;
}

export interface Copy {
  app: App;
  /** What its agency's file says, or should say to keep it. */
  snippet: string;
  /** Whether the inventory says it already. */
  isNamed: boolean;
}

type Entry = Record<string, unknown>;

/**
 * Defines a copy as if somebody had written it into the inventory, by whose rules it is judged.
 * @throws Fault INV… (exit 64) of the first thing that is wrong with its name, domain or server
 */
export function defineCopy(
  { inventory, files }: { inventory: Inventory; files: SourceFile[] },
  app: App,
  wish: CopyWish,
): Copy {
  const isSelf = wish.name === app.name;
  if (isSelf && wish.server === app.server && wish.domain === undefined) {
    return { app, snippet: '', isNamed: true };
  }
  const path = `opd/${app.opd}.yaml`;
  const data = parse(files.find((file) => file.path === path)?.text ?? '') as { apps: Entry };
  const entry: Entry = { ...(data.apps[app.name] as Entry), server: wish.server };
  if (app.database !== undefined) {
    // Said outright: by default they follow the app's name, and those of the data do not.
    const { name, user } = app.database;
    entry.database = { ...(entry.database as Entry), name, user };
  }
  if (wish.domain !== undefined) entry.domains = [wish.domain];
  else if (!isSelf) entry.domains = [`${wish.name}.${inventory.site.domain}`];
  const text = stringify({ ...data, apps: { ...data.apps, [wish.name]: entry } });
  const changed = files.map((file) => (file.path === path ? { path, text } : file));
  const parsed = parseInventory(changed);
  const fault = parsed.diagnostics.find(({ severity }) => severity === 'error');
  const made = parsed.inventory?.apps.find(({ id }) => id === `${app.opd}/${wish.name}`);
  if (fault !== undefined || made === undefined) {
    throw new Fault(fault?.code ?? 'INV000', fault?.args ?? {}, { exit: exitCodes.usage });
  }
  const snippet = stringify({ apps: { [wish.name]: entry } }).trimEnd();
  return { app: isSelf ? made : asCopy(made, app), snippet, isNamed: false };
}

/**
 * A copy is nobody's to back up until it is kept. Its data may believe in the name it has always
 * had, and so does its health check, which would take a redirect there for a failure.
 */
function asCopy(made: App, original: App): App {
  const { backup: _, ...copy } = made;
  const [domain] = original.domains;
  if (domain === undefined) return copy;
  return { ...copy, env: { ...copy.env, HEALTH_HOST: domain } };
}

/** The inventory as it would be with the copy in it. */
export function withCopy(inventory: Inventory, { id }: App, copy: App): Inventory {
  const others = inventory.apps.filter((app) => app.id !== copy.id);
  const at = others.findIndex((app) => app.id === id);
  return { ...inventory, apps: others.toSpliced(at + 1, 0, copy) };
}
