import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ImageSpec } from '../../desired/model.js';
import type { ContextPart } from './context.js';
import { sourceDigest } from './source.js';

/** What images are made from: those of the Swarm, and the vault's, which is no member of it. */
export type Recipe = ImageSpec['recipe'] | 'vault';

/** Recipes whose images run an app and so carry the shared entrypoint, cron and health scripts. */
const withShared = new Set<Recipe>(['php', 'node', 'static']);

/** `templates/images`, found from the package's root wherever the bundler put this module. */
export function recipesDirectory(packageRoot: string): string {
  return join(packageRoot, 'templates', 'images');
}

/** What bases are made with where no hub answers: of no recipe's context, beside them all. */
export function basePart(packageRoot: string): ContextPart {
  return { directory: join(recipesDirectory(packageRoot), 'base'), at: 'base' };
}

/** Directories a recipe consists of, and where each goes in the build context. */
export function recipeParts(packageRoot: string, recipe: Recipe): ContextPart[] {
  const root = recipesDirectory(packageRoot);
  const own = { directory: join(root, recipe), at: '' };
  if (recipe === 'worker') return [own, ...programParts(packageRoot)];
  return withShared.has(recipe) ? [own, { directory: join(root, 'shared'), at: 'shared' }] : [own];
}

/**
 * Digest of all that a recipe's image is made from, the app's source aside. Of induk itself the
 * build has written it down: reading the megabytes again would be most of a plan without changes.
 */
export async function recipeDigest(packageRoot: string, recipe: Recipe): Promise<string> {
  const parts = recipeParts(packageRoot, recipe);
  if (recipe !== 'worker') return sourceDigest(parts);
  const program = await readFile(join(packageRoot, 'dist', 'digest.txt'), 'utf8').catch(
    () => undefined,
  );
  if (program === undefined) return sourceDigest(parts);
  return `${await sourceDigest(parts.slice(0, 1))} ${program.trim()}`;
}

/** induk itself: what runs on servers is the very program that was started here. */
function programParts(packageRoot: string): ContextPart[] {
  const only = ['bin', 'dist', 'oclif.manifest.json', 'package.json'];
  return [{ directory: packageRoot, at: 'induk', only }];
}
