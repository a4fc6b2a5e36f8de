import type { Inventory, Server } from './model.js';

/** Every machine of the site that is reached over SSH, the vaults last. */
export function machinesOf({ servers, vaults }: Pick<Inventory, 'servers' | 'vaults'>): Server[] {
  return [...servers, ...vaults];
}
