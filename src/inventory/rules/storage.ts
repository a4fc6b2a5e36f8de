/** Storage paths in the container: clean, apart from each other, and not induk's own. */
import type { AppDraft, Draft, Report } from '../draft.js';
import { volumeSuffixes } from '../engine-names.js';
import { absoluteFault, overlaps } from '../paths.js';

/** Where induk mounts things itself, and what belongs to the container's system. */
const reserved = [
  '/run/secrets',
  '/run/mysqld',
  '/run/postgresql',
  '/var/lib/induk-jobs',
  '/proc',
  '/sys',
  '/dev',
  '/usr',
  '/bin',
  '/sbin',
  '/lib',
  '/etc/cron.d',
];

/** Mounting over these whole would hide what the image brings. */
const roots = ['/', '/app', '/etc', '/run', '/var', '/var/lib', '/home', '/tmp'];

export function checkStorage({ apps }: Draft, report: Report): void {
  for (const app of apps) {
    const entries = Object.entries(app.data.storage ?? {});
    for (const [key] of entries) checkKey(app, key, report);
    checkOverlaps(
      app,
      entries.filter(([key, path]) => isUsable(app, key, path, report)),
      report,
    );
  }
}

function checkKey({ source, path }: AppDraft, key: string, report: Report): void {
  if (!volumeSuffixes.some((suffix) => suffix === key)) return;
  report(source, { code: 'INV074', args: { key }, path: [...path, 'storage', key], on: 'key' });
}

function isUsable({ source, path: base }: AppDraft, key: string, path: string, report: Report) {
  const at = [...base, 'storage', key];
  if (absoluteFault(path) !== undefined) {
    report(source, { code: 'INV040', args: { path: path.slice(0, 60) }, path: at });
    return false;
  }
  if (!roots.includes(path) && !reserved.some((own) => overlaps(path, own))) return true;
  report(source, { code: 'INV073', args: { path }, path: at });
  return false;
}

function checkOverlaps(app: AppDraft, entries: [string, string][], report: Report): void {
  entries.forEach(([key, path], i) => {
    const other = entries.slice(0, i).find(([, earlier]) => overlaps(path, earlier));
    if (other === undefined) return;
    const args = { path, other: other[1], key: other[0] };
    report(app.source, { code: 'INV041', args, path: [...app.path, 'storage', key] });
  });
}
