/** A planning case as its YAML file says it; cases/README.md explains the keys. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse, stringify } from 'yaml';
import type { Materials } from '../../src/desired/materials.js';
import type { Desired } from '../../src/desired/model.js';
import { parseInventory } from '../../src/inventory/parse.js';
import type { Plan, Reason, Step } from '../../src/plan/model.js';
import type { Observed } from '../../src/plan/observed.js';
import { plan } from '../../src/plan/plan.js';
import { bareEngine, desiredOf, engineWith, materialsOf } from './site-state.js';

type Tree = Record<string, unknown>;

interface State {
  inventory?: Tree;
  materials?: Tree;
}

/** At a path of names, an object `set`, `add`ed to a list, or `remove`d. */
interface Edit {
  at: string[];
  set?: unknown;
  add?: unknown;
  remove?: true;
}

export interface PlanningCase {
  title: string;
  now?: State;
  /** `bare`: servers set up, nothing applied. Default: the base was applied. */
  before?: State | 'bare' | 'inactive';
  engine?: Edit[];
  selected?: string[];
  expect: { steps: unknown[]; unchanged: string[]; unmanaged?: string[]; held?: string[] };
}

export function readCase(file: string): PlanningCase {
  return parse(readFileSync(file, 'utf8')) as PlanningCase;
}

/** Plans a case and writes the outcome the way its file does. */
export function outcomeOf(given: PlanningCase): Required<PlanningCase['expect']> {
  const desired = state(given.now);
  const observed = observe(given, desired);
  const planned = plan(desired, observed, given.selected);
  const old = JSON.stringify(observed);
  return {
    steps: planned.steps.map((step) => stepText(step, (text) => nameDigests(text, old))),
    unchanged: planned.unchanged,
    held: planned.held.map(({ app, phase }) => `${app}: ${phase}`),
    unmanaged: planned.unmanaged.map(({ kind, name }) => `${kind} ${name}`),
  };
}

/** The plan itself, for what cannot be said in a case. */
export function planOf(given: Omit<PlanningCase, 'title' | 'expect'>): Plan {
  const desired = state(given.now);
  return plan(desired, observe(given, desired), given.selected);
}

function observe(
  { before = {}, engine = [] }: Pick<PlanningCase, 'before' | 'engine'>,
  desired: Desired,
): Observed {
  if (before === 'inactive') {
    return { swarm: 'inactive', nodes: [], networks: [], secrets: [], services: [] };
  }
  const observed = before === 'bare' ? bareEngine(desired) : engineWith(state(before));
  for (const one of engine) edit(observed, one);
  return observed;
}

/** The desired state of the base with a case's changes. @throws when the inventory is wrong */
export function state({ inventory = {}, materials = {} }: State = {}): Desired {
  const base = parse(readFileSync(join(import.meta.dirname, 'base.yaml'), 'utf8')) as Tree;
  const files = Object.entries(merge(base, inventory) as Tree);
  const parsed = parseInventory(files.map(([path, data]) => ({ path, text: stringify(data) })));
  if (parsed.inventory === undefined) throw new Error(JSON.stringify(parsed.diagnostics, null, 2));
  const merged = merge(materialsOf(parsed.inventory), materials) as Materials;
  return desiredOf(parsed.inventory, merged);
}

/** Mappings are merged, anything else replaced; `null` takes a key away. */
function merge(base: unknown, over: unknown): unknown {
  if (!isTree(base) || !isTree(over)) return over;
  const merged: Tree = { ...base };
  for (const [key, value] of Object.entries(over)) {
    if (value === null) delete merged[key];
    else merged[key] = key in base ? merge(base[key], value) : value;
  }
  return merged;
}

const isTree = (value: unknown): value is Tree =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Items of a list are named by their `name` or their server. */
function edit(root: unknown, { at, ...change }: Edit): void {
  const path = [...at];
  const last = 'add' in change ? undefined : path.pop();
  let target = root as Tree | Tree[];
  for (const key of path) target = child(target, key) as Tree;
  if ('add' in change) (target as Tree[]).push(change.add as Tree);
  else if (Array.isArray(target)) target.splice(indexOf(target, last as string), 1);
  else if (change.remove) delete target[last as string];
  else target[last as string] = change.set;
}

const child = (parent: Tree | Tree[], key: string): unknown =>
  Array.isArray(parent) ? parent[indexOf(parent, key)] : parent[key];

function indexOf(list: Tree[], key: string): number {
  const index = list.findIndex(({ name, server }) => name === key || server === key);
  if (index < 0) throw new Error(`nothing is named ${key}`);
  return index;
}

/** `id`, or `{id: [reasons]}` with each reason as `facet from → to`. */
function stepText({ id, reasons }: Step, clean: (text: string) => string): unknown {
  return reasons.length === 0 ? clean(id) : { [clean(id)]: reasons.map(reasonText).map(clean) };
}

function reasonText({ facet, from, to }: Reason): string {
  const change = from === undefined ? (to ?? '') : `${from} → ${to ?? ''}`;
  return `${facet} ${change}`.trim();
}

/** Digests say nothing to a reader of a case, except whether the engine knew them. */
function nameDigests(text: string, old: string): string {
  return text.replace(/\b[0-9a-f]{12}\b/g, (hex) => (old.includes(hex) ? 'OLD' : 'NEW'));
}
