import { exitCodes, Fault } from '../fault.js';
import type { Inventory } from '../inventory/model.js';
import { selectApps } from '../inventory/select.js';
import type { Owner } from './owner.js';

/**
 * The owner a person means: `site`, `<opd>/<app>`, or an app's name alone when unique.
 * @throws Fault (exit 64) for a name the inventory does not have, with a suggestion.
 */
export function ownerOf(inventory: Inventory, name: string): Owner {
  if (name === 'site') return name;
  const { apps, diagnostics } = selectApps(inventory, { apps: [name] });
  const [app] = apps;
  if (app) return app.id;
  const [first] = diagnostics;
  throw new Fault(first?.code ?? 'SEC001', first?.args ?? { owner: name }, {
    exit: exitCodes.usage,
    diagnostics,
  });
}
