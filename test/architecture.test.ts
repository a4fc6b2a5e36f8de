/** The house's arrows: which folder of src/ may import which. */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';
import { describe, expect, it } from 'vitest';

const src = join(import.meta.dirname, '..', 'src');

interface Import {
  from: string;
  target: string;
  typeOnly: boolean;
}

const pure = ['inventory', 'desired', 'plan', 'capacity'];
const machine = ['server', 'secrets', 'audit'];
const workers = ['cluster', 'migrate', 'backup', 'scaffold', 'report'];

/** Folder → folders it may import values from, besides its own; `fault` is src/fault.ts. */
const arrows: Record<string, string[]> = {
  fault: ['inventory'],
  inventory: [],
  desired: ['inventory'],
  plan: ['desired', 'inventory'],
  capacity: ['desired', 'inventory'],
  server: ['inventory', 'fault'],
  secrets: ['inventory', 'fault'],
  audit: ['server', 'inventory', 'fault'],
  session: [...workers, ...machine, ...pure, 'fault'],
  terminal: ['session', 'inventory', 'desired', 'plan', 'fault'],
  route: [],
  main: ['route', 'terminal', 'unknown-command'],
  'unknown-command': ['inventory', 'fault'],
  commands: [...workers, ...machine, ...pure, 'terminal', 'session', 'fault'],
  ...Object.fromEntries(workers.map((name) => [name, [...machine, ...pure, 'fault']])),
  // A migration dumps, loads and compares as a backup does.
  migrate: [...machine, ...pure, 'fault', 'backup'],
};

/** Events and states are what workers give to renderers, so their types may cross. */
const typesAnywhere = [
  'backup/freshness.js',
  'backup/model.js',
  'backup/timers.js',
  'backup/worker/sets.js',
  'cluster/events.js',
  'cluster/runtime/model.js',
  'migrate/inspect/model.js',
  'migrate/assess-model.js',
  'migrate/rehearse/model.js',
  'migrate/report.js',
  'migrate/status.js',
  'server/setup/events.js',
  'fault.js',
];

/** The base command loads the inventory; nothing else of session may come near terminal. */
const onlyWay = { from: 'terminal', to: 'session', path: 'session/inventory.js' };

const packagesOfPure = ['zod', 'zod/mini', 'yaml', 'node:crypto', 'fastest-levenshtein'];

function filesOf(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .sort();
}

/** The imports of a module's text: static, dynamic and re-exports. */
function importsOf(from: string, text: string): Import[] {
  const code = text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/^\s*\/\/.*$/gm, '');
  const pattern =
    /(?:^|\n)\s*(?:import|export)\s+(type\s)?[^'";]*?from\s*'([^']+)'|import\(\s*'([^']+)'\s*\)|(?:^|\n)import\s*'([^']+)'/g;
  return [...code.matchAll(pattern)].map((match) => ({
    from,
    target: (match[2] ?? match[3] ?? match[4]) as string,
    typeOnly: match[1] !== undefined,
  }));
}

/** Why an import is not allowed, or undefined. */
function judge({ from, target, typeOnly }: Import): string | undefined {
  const folder = from.split('/')[0]?.replace(/\.ts$/, '') as string;
  if (!target.startsWith('.')) {
    const forbidden = pure.includes(folder) && !packagesOfPure.includes(target);
    return forbidden ? `${from} is pure and must not import ${target}` : undefined;
  }
  const path = posix.join(posix.dirname(from), target);
  const other = path.split('/')[0]?.replace(/\.js$/, '') as string;
  if (other === folder || (typeOnly && typesAnywhere.includes(path))) return undefined;
  if (folder === onlyWay.from && other === onlyWay.to && path !== onlyWay.path) {
    return `${from} may import ${onlyWay.path} only, not ${path}`;
  }
  return arrows[folder]?.includes(other) ? undefined : `${from} must not import ${path}`;
}

describe('layers', () => {
  const files = filesOf(src);

  it('has only the arrows of the design', () => {
    const imports = files.flatMap((from) => importsOf(from, readFileSync(join(src, from), 'utf8')));
    expect(imports.length).toBeGreaterThan(50);
    expect(imports.map(judge).filter((reason) => reason !== undefined)).toEqual([]);
  });

  it('keeps the clock, chance, the environment and I/O out of the pure folders', () => {
    const impure =
      /\bprocess\.|Date\.now|new Date\(\)|Math\.random|randomUUID|randomBytes|\bfetch\(/;
    const offenders = files
      .filter((name) => pure.includes(dirname(name).split('/')[0] as string))
      .filter((name) => impure.test(readFileSync(join(src, name), 'utf8')));
    expect(offenders).toEqual([]);
  });

  it.each([
    ['inventory/a.ts', "import fs from 'node:fs';"],
    ['plan/a.ts', "const c = await import('../cluster/apply.js');"],
    ['terminal/a.ts', "import { apply } from '../cluster/apply.js';"],
    ['terminal/a.ts', "import { applySite } from '../session/apply.js';"],
    ['cluster/a.ts', "export { table } from '../terminal/table.js';"],
    ['inventory/a.ts', "import type { Plan } from '../plan/model.js';"],
    ['server/a.ts', "import {\n  observe,\n} from '../cluster/observe.js';"],
  ])('refuses %s with %s', (from, text) => {
    expect(importsOf(from, text).map(judge)).toEqual([expect.stringContaining(from)]);
  });

  it.each([
    ['terminal/a.ts', "import type { Event } from '../cluster/events.js';"],
    ['commands/a.ts', "import { apply } from '../cluster/apply.js';"],
    ['plan/a.ts', "import { createHash } from 'node:crypto';"],
  ])('allows %s with %s', (from, text) => {
    expect(importsOf(from, text).map(judge)).toEqual([undefined]);
  });
});
