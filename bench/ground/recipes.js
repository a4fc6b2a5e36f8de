import { importTypescript } from '../../scripts/setup/typescript.js';

/**
 * Gives a server's engine the packages that images begin with, as tests do: how fast Debian's
 * mirror is says nothing about induk.
 * @param {{container: string}} server @param {string[]} recipes
 */
export async function seedRecipes(server, recipes) {
  const bases = await importTypescript('test/e2e/support/bases.ts');
  await bases.seedRecipes(server, recipes);
}
