import { join } from 'node:path';
import { hasVault } from '../desired/backups.js';
import type { Materials } from '../desired/materials.js';
import type { ImageSpec } from '../desired/model.js';
import { Fault } from '../fault.js';
import type { App, Inventory } from '../inventory/model.js';
import type { Wanted } from '../secrets/overview.js';
import type { Owner } from '../secrets/owner.js';
import type { SecretStore } from '../secrets/store.js';
import { wantedKeys } from '../secrets/wanted.js';
import { recipeDigest } from './images/recipes.js';
import { sourceDigest } from './images/source.js';

const recipes: ImageSpec['recipe'][] = [
  'php',
  'node',
  'static',
  'mariadb',
  'postgres',
  'caddy',
  'worker',
];

export interface Places {
  packageRoot: string;
  inventoryRoot: string;
}

/**
 * Digests of everything outside the YAML that decides what should run: recipes, the
 * sources of apps, the values of secrets.
 *
 * @throws Fault CLU050 when a value named in `secrets:` is missing, all of them at once
 */
export async function gatherMaterials(
  inventory: Inventory,
  store: SecretStore,
  places: Places,
): Promise<Materials> {
  const [recipeDigests, sources, secrets] = await Promise.all([
    Promise.all(recipes.map((name) => recipeDigest(places.packageRoot, name))),
    Promise.all(inventory.apps.map((app) => appSource(app, places.inventoryRoot))),
    gatherSecrets(inventory, store),
  ]);
  return {
    recipes: Object.fromEntries(
      recipes.map((name, index) => [name, recipeDigests[index]]),
    ) as Materials['recipes'],
    sources: Object.fromEntries(sources),
    secrets,
  };
}

async function appSource(app: App, root: string): Promise<[string, string]> {
  if (app.source === undefined) return [app.id, ''];
  return [app.id, await sourceDigest([join(root, app.source)])];
}

async function gatherSecrets(
  inventory: Inventory,
  store: SecretStore,
): Promise<Materials['secrets']> {
  const found: Materials['secrets'] = {};
  const missing: string[] = [];
  for (const { owner, keys, generated } of neededKeys(inventory)) {
    if (keys.length === 0) continue;
    const digests: Record<string, string> = {};
    for (const key of keys) {
      const digest = await store.digest(owner, key);
      if (digest !== undefined) digests[key] = digest;
      else if (!generated.includes(key)) missing.push(`${owner} ${key}`);
    }
    found[owner] = digests;
  }
  if (missing.length > 0) {
    throw new Fault('CLU050', { missing: missing.join(', '), first: missing[0] ?? '' });
  }
  return found;
}

/** Until the vault is set up, its keys and the apps' places in it are nobody's need. */
function neededKeys(inventory: Inventory): Wanted[] {
  const { backup: _, ...site } = inventory.site;
  return wantedKeys(hasVault(inventory) ? inventory : { ...inventory, site }, []);
}

/**
 * Makes the passwords that do not exist yet: of databases, and of the apps' places in the vault.
 * @returns `<app> <key>` of each made
 */
export async function generateMissing(
  apps: App[],
  inventory: Inventory,
  store: SecretStore,
): Promise<string[]> {
  const made: string[] = [];
  const chosen = new Set<Owner>(apps.map(({ id }) => id));
  for (const { owner, generated } of neededKeys(inventory)) {
    if (!chosen.has(owner) || generated.length === 0) continue;
    const keys = await store.ensureGenerated(owner, [...generated]);
    made.push(...keys.map((key) => `${owner} ${key}`));
  }
  return made;
}
