import { join } from 'node:path';
import { requiredSecrets } from '../desired/environment.js';
import type { Materials } from '../desired/materials.js';
import type { ImageSpec } from '../desired/model.js';
import { Fault } from '../fault.js';
import type { App, Inventory } from '../inventory/model.js';
import type { SecretStore } from '../secrets/store.js';
import { recipeParts } from './images/recipes.js';
import { sourceDigest } from './images/source.js';

const recipes: ImageSpec['recipe'][] = ['php', 'node', 'static', 'mariadb', 'postgres', 'caddy'];

/** Names of the site's own values for `proxy.tls: files`. */
export const certificateKeys = ['TLS_CERTIFICATE', 'TLS_KEY'] as const;

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
    Promise.all(recipes.map((recipe) => recipeDigest(places.packageRoot, recipe))),
    Promise.all(inventory.apps.map((app) => appSource(app, places.inventoryRoot))),
    gatherSecrets(inventory, store),
  ]);
  return {
    recipes: Object.fromEntries(recipeDigests) as Materials['recipes'],
    sources: Object.fromEntries(sources),
    secrets,
  };
}

async function recipeDigest(
  packageRoot: string,
  recipe: ImageSpec['recipe'],
): Promise<[string, string]> {
  const parts = recipeParts(packageRoot, recipe);
  return [recipe, await sourceDigest(parts.map((part) => part.directory))];
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
  for (const { owner, keys, generated } of wantedSecrets(inventory)) {
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

interface WantedSecrets {
  owner: string;
  keys: readonly string[];
  /** Made by induk at first need, so that it may be missing from a plan. */
  generated: string[];
}

function wantedSecrets({ site, apps }: Inventory): WantedSecrets[] {
  const own = apps
    .map((app) => ({
      owner: app.id,
      keys: requiredSecrets(app),
      generated: app.database === undefined ? [] : ['DB_PASSWORD'],
    }))
    .filter(({ keys }) => keys.length > 0);
  if (site.proxy.tls !== 'files') return own;
  return [...own, { owner: 'site', keys: certificateKeys, generated: [] }];
}

/** Makes the database passwords that do not exist yet. @returns `<app> <key>` of each made */
export async function generateMissing(apps: App[], store: SecretStore): Promise<string[]> {
  const made: string[] = [];
  for (const app of apps.filter((entry) => entry.database !== undefined)) {
    const keys = await store.ensureGenerated(app.id, ['DB_PASSWORD']);
    made.push(...keys.map((key) => `${app.id} ${key}`));
  }
  return made;
}
