import { join } from 'node:path';
import type { ImageSpec } from '../../desired/model.js';
import type { ContextPart } from './context.js';

/** What images are made from: those of the Swarm, and the vault's, which is no member of it. */
export type Recipe = ImageSpec['recipe'] | 'vault';

/** Recipes whose images run an app and so carry the shared entrypoint, cron and health scripts. */
const withShared = new Set<Recipe>(['php', 'node', 'static']);

/** `templates/images`, found from the package's root wherever the bundler put this module. */
export function recipesDirectory(packageRoot: string): string {
  return join(packageRoot, 'templates', 'images');
}

/** Directories a recipe consists of, and where each goes in the build context. */
export function recipeParts(packageRoot: string, recipe: Recipe): ContextPart[] {
  const root = recipesDirectory(packageRoot);
  const own = { directory: join(root, recipe), at: '' };
  if (recipe === 'worker') return [own, ...programParts(packageRoot)];
  return withShared.has(recipe) ? [own, { directory: join(root, 'shared'), at: 'shared' }] : [own];
}

/** induk itself: what runs on servers is the very program that was started here. */
function programParts(packageRoot: string): ContextPart[] {
  const only = ['bin', 'dist', 'oclif.manifest.json', 'package.json'];
  return [{ directory: packageRoot, at: 'induk', only }];
}
