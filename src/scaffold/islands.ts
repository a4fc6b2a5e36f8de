/** Apps that do already what a new one is to do. */
import type { App, AppId, Inventory } from '../inventory/model.js';

export interface Island {
  app: AppId;
  title: string;
  /** shared: a national app, which must be used unless the ministry agreed. */
  kind: App['kind'];
}

/**
 * @param wanted function of the new app
 * @returns shared apps first
 */
export function islandsOf({ apps }: Inventory, wanted: string): Island[] {
  const same = normal(wanted);
  return apps
    .filter((app) => app.function !== undefined && normal(app.function) === same)
    .map(({ id, title, kind }) => ({ app: id, title, kind }))
    .sort((a, b) => Number(b.kind === 'shared') - Number(a.kind === 'shared'));
}

/** `Izin Praktik` and `izin_praktik` are one. */
function normal(text: string): string {
  return text
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
}
