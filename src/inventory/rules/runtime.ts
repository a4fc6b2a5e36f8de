/** What a runtime's version must be, and which other keys it goes with. */
import type { AppDraft, Draft, Report } from '../draft.js';
import { absoluteFault, overlaps } from '../paths.js';
import type { AppInput } from '../schema.js';
import { versions } from '../versions.js';

export function checkRuntimes({ apps }: Draft, report: Report): void {
  for (const app of apps) {
    checkVersion(app, report);
    checkDatabase(app, report);
    checkCompany(app, report);
    checkHealth(app, report);
  }
}

function checkVersion(app: AppDraft, report: Report): void {
  const { runtime } = app.data;
  if (runtime === undefined) return;
  if ('php' in runtime && runtime.from === undefined) {
    requireVersion(app, ['runtime', 'php'], runtime.php, versions.php, report);
  } else if ('php' in runtime && !/^\d+\.\d+$/.test(runtime.php)) {
    requireVersion(app, ['runtime', 'php'], runtime.php, versions.php, report);
  } else if ('node' in runtime) {
    requireVersion(app, ['runtime', 'node'], runtime.node, versions.node, report);
  }
}

/** Accounts and databases that the engines keep for themselves. */
const ownNames = {
  mariadb: /^(root|mysql|mariadb|induk_health|sys|test|information_schema|performance_schema)$/i,
  postgres: /^(postgres|template[01]|pg_.*)$/,
};

function checkDatabase(app: AppDraft, report: Report): void {
  const { database } = app.data;
  if (database === undefined) return;
  const kind = 'mariadb' in database ? 'mariadb' : 'postgres';
  const version = 'mariadb' in database ? database.mariadb : database.postgres;
  requireVersion(app, ['database', kind], version, versions[kind], report);
  for (const key of ['name', 'user'] as const) {
    const value = database[key];
    if (value === undefined || !ownNames[kind].test(value)) continue;
    const path = [...app.path, 'database', key];
    report(app.source, { code: 'INV078', args: { key, value, kind }, path });
  }
}

function requireVersion(
  { source, path }: AppDraft,
  below: [string, string],
  version: string,
  supported: readonly string[],
  report: Report,
): void {
  if (supported.includes(version)) return;
  const [group, kind] = below;
  const args = { kind, version: version.slice(0, 20), supported: supported.join(', ') };
  const code = group === 'runtime' && kind === 'php' ? 'INV079' : 'INV043';
  report(source, { code, args, path: [...path, ...below] });
}

type Kind = 'php' | 'node' | 'static' | 'image';

/** Keys that would be accepted and do nothing. */
const idle: Record<Kind, (keyof AppInput)[]> = {
  php: [],
  node: [],
  static: ['cron', 'database', 'storage', 'env', 'secrets', 'release'],
  image: ['cron', 'source'],
};

function checkCompany(app: AppDraft, report: Report): void {
  const kind = kindOf(app);
  if (kind === undefined) return;
  for (const key of idle[kind]) {
    if (!isEmpty(app.data[key])) {
      const path = [...app.path, key];
      report(app.source, { code: 'INV064', args: { key, kind }, path, on: 'key' });
    }
  }
  if (kind !== 'image' && !hasCode(app)) {
    const path = [...app.path, 'runtime'];
    report(app.source, { code: 'INV068', args: { kind }, path, on: 'key' });
  }
}

/**
 * An app that was moved has its code on a volume, at the path it always had: one around its
 * docroot, or a folder in it where several apps shared one.
 */
function hasCode({ source, path, data }: AppDraft): boolean {
  if (source.has([...path, 'source'])) return true;
  const { runtime, storage = {} } = data;
  const docroot = runtime !== undefined && 'php' in runtime ? runtime.docroot : undefined;
  if (docroot === undefined || absoluteFault(docroot) !== undefined) return false;
  return Object.values(storage).some((folder) => overlaps(docroot, folder));
}

function checkHealth(app: AppDraft, report: Report): void {
  const { health } = app.data;
  const kind = kindOf(app);
  if (health === undefined || kind === undefined) return;
  const [key, code] =
    kind === 'image' ? (['path', 'INV065'] as const) : (['command', 'INV066'] as const);
  if (health[key] === undefined) return;
  report(app.source, { code, args: { kind }, path: [...app.path, 'health', key], on: 'key' });
}

function kindOf({ data }: AppDraft): Kind | undefined {
  const { runtime } = data;
  if (runtime === undefined) return undefined;
  return (['php', 'node', 'static', 'image'] as const).find((kind) => kind in runtime);
}

function isEmpty(value: unknown): boolean {
  return (
    value === undefined ||
    (typeof value === 'object' && value !== null && Object.keys(value).length === 0)
  );
}
