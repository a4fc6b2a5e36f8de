import { Args, Flags } from '@oclif/core';
import { exitCodes, Fault } from '../fault.js';
import type { App, AppId, Inventory } from '../inventory/model.js';
import { findApp, selectApps } from '../inventory/select.js';

/** Arguments and flags of commands that act on some of the apps. */
export const appSelection = {
  app: Args.string({ description: 'apps, as OPD/APP or APP; all when none is named' }),
};

export const selectionFlags = {
  opd: Flags.string({ description: 'only the apps of this agency', helpValue: 'OPD' }),
  server: Flags.string({ description: 'only the apps on this server', helpValue: 'SERVER' }),
};

export interface Selection {
  apps: string[];
  opd?: string;
  server?: string;
}

/**
 * @returns ids of the apps meant; `undefined` when nothing limits them
 * @throws Fault CLI… exit 64 for names the inventory does not know, with suggestions
 */
export function selectedApps(inventory: Inventory, selection: Selection): AppId[] | undefined {
  const { apps, opd, server } = selection;
  if (apps.length === 0 && opd === undefined && server === undefined) return undefined;
  const { apps: found, diagnostics } = selectApps(inventory, selection);
  const [first] = diagnostics;
  if (first !== undefined) {
    throw new Fault(first.code, first.args, { exit: exitCodes.usage, diagnostics });
  }
  return found.map((app) => app.id);
}

/** @throws Fault INV090/INV091, exit 64, when there is none of that name or more than one */
export function appNamed(inventory: Inventory, name: string): App {
  const app = findApp(inventory, name);
  if (!('code' in app)) return app;
  throw new Fault(app.code, app.args, { exit: exitCodes.usage, diagnostics: [app] });
}
