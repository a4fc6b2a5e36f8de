/** Which apps a command is about. */
import type { Diagnostic } from './diagnostic.js';
import type { App, Inventory } from './model.js';
import { suggest } from './suggest.js';

export interface Selection {
  /** `opd/app`, or the app's name alone when only one agency has it. */
  apps?: readonly string[];
  opd?: string;
  server?: string;
}

/**
 * The apps that meet every condition, in the inventory's order; all when there is none.
 * A name that nothing has gives a diagnostic without position.
 */
export function selectApps(
  inventory: Inventory,
  { apps: names = [], opd, server }: Selection,
): { apps: App[]; diagnostics: Diagnostic[] } {
  const found = names.map((name) => findApp(inventory, name));
  const diagnostics = [
    ...found.filter((each): each is Diagnostic => 'code' in each),
    ...checkKnown(
      'INV092',
      'opd',
      opd,
      inventory.agencies.map((agency) => agency.opd),
    ),
    ...checkKnown(
      'INV093',
      'server',
      server,
      inventory.servers.map(({ name }) => name),
    ),
  ];
  const chosen = new Set(found.filter((each): each is App => !('code' in each)));
  const apps = inventory.apps.filter(
    (app) =>
      (names.length === 0 || chosen.has(app)) &&
      (opd === undefined || app.opd === opd) &&
      (server === undefined || app.server === server),
  );
  return { apps, diagnostics };
}

/** One app by `opd/app` or by a name that is unique. */
export function findApp({ apps }: Inventory, name: string): App | Diagnostic {
  const matches = apps.filter((app) => app.id === name || app.name === name);
  const [first] = matches;
  if (first !== undefined && matches.length === 1) return first;
  if (first === undefined) {
    const known = [...apps.map(({ id }) => id), ...apps.map((app) => app.name)];
    return missing('INV090', { app: name }, suggest(name, known));
  }
  const candidates = matches.map(({ id }) => id).join(', ');
  return missing('INV091', { app: name, candidates }, undefined);
}

function checkKnown(
  code: string,
  key: string,
  name: string | undefined,
  known: string[],
): Diagnostic[] {
  if (name === undefined || known.includes(name)) return [];
  return [missing(code, { [key]: name, [`${key}s`]: known.join(', ') }, suggest(name, known))];
}

function missing(
  code: string,
  args: Diagnostic['args'],
  suggestion: string | undefined,
): Diagnostic {
  return { code, severity: 'error', args, ...(suggestion === undefined ? {} : { suggestion }) };
}
