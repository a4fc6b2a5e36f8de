/** Agencies and apps must not meet on the engine under one name. */
import type { AppDraft, Draft, Report } from '../draft.js';
import { engineNameOf, serviceNames, volumeNames } from '../engine-names.js';
import { maxEngineName } from '../limits.js';

export function checkNames(draft: Draft, report: Report): void {
  checkAgencies(draft, report);
  const services = new Map<string, AppDraft>();
  const volumes = new Map<string, AppDraft>();
  for (const app of draft.apps) {
    if (app.opd === undefined) continue;
    const engineName = engineNameOf(app.opd, app.name);
    checkLength(app, engineName, report);
    const storage = Object.keys(app.data.storage ?? {});
    // one report is enough: all names of two apps clash for the same reason
    if (!claim(services, serviceNames(engineName), app, report)) continue;
    claim(volumes, volumeNames(engineName, storage), app, report);
  }
}

function checkAgencies({ agencies }: Draft, report: Report): void {
  const seen = new Map<string, string>();
  for (const { source, opd } of agencies) {
    if (opd === undefined) continue;
    const file = source.path.replace(/^.*\//, '').replace(/\.ya?ml$/, '');
    const first = seen.get(opd);
    const args = { opd, file: source.path };
    if (first !== undefined) {
      report(source, { code: 'INV061', args: { opd, other: first }, path: ['opd'] });
    } else if (file !== opd) {
      report(source, { code: 'INV060', args, path: ['opd'] });
    }
    if (opd === 'induk' || opd.startsWith('induk-')) {
      report(source, { code: 'INV063', args, path: ['opd'] });
    }
    if (first === undefined) seen.set(opd, source.path);
  }
}

function checkLength({ source, path }: AppDraft, engineName: string, report: Report): void {
  if (engineName.length <= maxEngineName) return;
  const args = { name: engineName, length: engineName.length, limit: maxEngineName };
  report(source, { code: 'INV062', args, path, on: 'key' });
}

/** @returns whether all `names` were free */
function claim(
  taken: Map<string, AppDraft>,
  names: string[],
  app: AppDraft,
  report: Report,
): boolean {
  const clash = names.find((name) => taken.has(name) && taken.get(name) !== app);
  for (const name of names) if (!taken.has(name)) taken.set(name, app);
  const other = clash === undefined ? undefined : taken.get(clash);
  if (clash === undefined || other === undefined) return true;
  const at = other.source.locate(other.path, 'key');
  const args = {
    app: `${app.opd}/${app.name}`,
    other: `${other.opd}/${other.name}`,
    name: clash,
    where: `${at.file}:${at.line}`,
  };
  report(app.source, { code: 'INV050', args, path: app.path, on: 'key' });
  return false;
}
