/** What the example inventory asks for, with made-up digests of everything outside it. */
import type { Desired } from '../../src/desired/model.js';
import { parseInventory } from '../../src/inventory/parse.js';
import { readExample } from '../inventory/read-example.js';
import { desiredOf } from '../plan/site-state.js';

export function exampleSite(): Desired {
  const { inventory, diagnostics } = parseInventory(readExample());
  if (inventory === undefined) throw new Error(JSON.stringify(diagnostics));
  return desiredOf(inventory);
}
