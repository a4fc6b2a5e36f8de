import { join } from 'node:path';
import { hasVault } from '../desired/backups.js';
import { requiredSecrets } from '../desired/environment.js';
import type { Materials } from '../desired/materials.js';
import type { ImageSpec } from '../desired/model.js';
import { Fault } from '../fault.js';
import { backupKeys, vaultKeys } from '../inventory/backup-keys.js';
import type { App, Inventory } from '../inventory/model.js';
import type { SecretStore } from '../secrets/store.js';
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

function wantedSecrets(inventory: Inventory): WantedSecrets[] {
  const own = inventory.apps
    .map((app) => {
      const generated = generatedSecrets(app, inventory);
      return {
        owner: app.id,
        keys: [...new Set([...requiredSecrets(app), ...generated])],
        generated,
      };
    })
    .filter(({ keys }) => keys.length > 0);
  const keys = [
    ...(inventory.site.proxy.tls === 'files' ? certificateKeys : []),
    ...(hasVault(inventory) ? vaultKeys(inventory.site) : []),
  ];
  return keys.length === 0 ? own : [...own, { owner: 'site', keys, generated: [] }];
}

function generatedSecrets(app: App, inventory: Inventory): string[] {
  return [
    ...(app.database === undefined ? [] : ['DB_PASSWORD']),
    ...(hasVault(inventory) ? backupKeys(app, inventory.site) : []),
  ];
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
  for (const app of apps) {
    const wanted = generatedSecrets(app, inventory);
    if (wanted.length === 0) continue;
    const keys = await store.ensureGenerated(app.id, wanted);
    made.push(...keys.map((key) => `${app.id} ${key}`));
  }
  return made;
}
