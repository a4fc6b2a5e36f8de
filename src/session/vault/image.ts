import type { BuildSpec } from '../../cluster/images/build.js';
import { recipeParts } from '../../cluster/images/recipes.js';
import { sourceDigest } from '../../cluster/images/source.js';
import { shortDigest } from '../../desired/digest.js';
import { debian } from '../../desired/images.js';
import { imageRegistry } from '../../desired/names.js';

/** The vault's image; its version is the digest of all it is made from. */
export async function vaultImage(packageRoot: string, server: string): Promise<BuildSpec> {
  const parts = recipeParts(packageRoot, 'vault');
  const recipe = await sourceDigest(parts.map(({ directory }) => directory));
  const base = debian('trixie');
  const version = shortDigest({ recipe, base });
  const reference = `${imageRegistry}/induk-vault:${version}`;
  return { reference, server, recipe: 'vault', base, args: {}, version };
}
