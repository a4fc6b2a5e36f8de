/** Sets as a table, and one of them in full. */
import type { Manifest } from '../backup/model.js';
import type { SetSummary } from '../backup/worker/sets.js';
import type { BackupsView } from './backups.js';
import { type Language, phrase } from './prose/index.js';
import { table } from './table.js';
import { bytes, relativeTime } from './units.js';

const words = {
  en: {
    titles: ['SET', 'MADE', 'SIZE', 'NEW IN THE VAULT'],
    none: 'no sets',
    set: 'Set',
    app: 'App',
    made: 'Made',
    database: 'Database',
    tables: 'tables',
    rows: 'rows',
    volume: 'Volume',
    files: 'files',
    moving: 'changed while they were read',
    service: 'Service',
    secrets: 'Secrets',
    inventory: 'Inventory',
    tools: 'Tools',
    alarm: 'Alarm',
    none_: 'none',
  },
  id: {
    titles: ['SET', 'DIBUAT', 'UKURAN', 'BARU DI BRANKAS'],
    none: 'tidak ada set',
    set: 'Set',
    app: 'Aplikasi',
    made: 'Dibuat',
    database: 'Basis data',
    tables: 'tabel',
    rows: 'baris',
    volume: 'Volume',
    files: 'berkas',
    moving: 'berubah saat dibaca',
    service: 'Layanan',
    secrets: 'Rahasia',
    inventory: 'Inventaris',
    tools: 'Alat',
    alarm: 'Peringatan',
    none_: 'tidak ada',
  },
} as const;

export function renderSets(sets: readonly SetSummary[], now: Date, view: BackupsView): string {
  const word = words[view.lang];
  if (sets.length === 0) return word.none;
  const cells: ((set: SetSummary) => string)[] = [
    ({ set }) => set,
    ({ at }) => relativeTime(new Date(at), now, view.lang),
    (set) => bytes(set.bytes),
    ({ added }) => bytes(added),
  ];
  const columns = cells.map((value, index) => ({ title: word.titles[index] as string, value }));
  return table(sets, columns, view);
}

/** A manifest as lines of `name  value`. */
export function renderManifest(manifest: Manifest, lang: Language): string {
  const word = words[lang];
  const { database, files, services, secrets, tools, alarms, inventoryCommit } = manifest;
  const lines: [string, string][] = [
    [word.set, `${manifest.set} (${manifest.reason})`],
    [word.app, `${manifest.app}, ${manifest.server}`],
    [word.made, `${manifest.at} – ${manifest.finishedAt}`],
  ];
  if (database !== undefined) {
    const tables = Object.values(database.tables);
    const rows = tables.reduce((sum, table) => sum + Math.max(0, table.rows), 0);
    const { kind, version, name } = database;
    const counts = `${tables.length} ${word.tables}, ${rows} ${word.rows}`;
    lines.push([word.database, `${kind} ${version} ${name}: ${counts}, ${bytes(database.bytes)}`]);
  }
  for (const [name, volume] of Object.entries(files?.volumes ?? {})) {
    lines.push([word.volume, `${name}: ${volume.files} ${word.files}, ${bytes(volume.bytes)}`]);
  }
  const moving = files?.moving.length ?? 0;
  if (moving > 0) lines.push([word.volume, `${moving} ${word.files} ${word.moving}`]);
  for (const { name, image } of services) lines.push([word.service, `${name}: ${image}`]);
  lines.push([word.secrets, secrets.length === 0 ? word.none_ : secrets.join(', ')]);
  if (inventoryCommit !== undefined) lines.push([word.inventory, inventoryCommit]);
  const versions = Object.entries(tools).map(([name, version]) => `${name} ${version}`);
  lines.push([word.tools, versions.join(', ')]);
  for (const { code, args } of alarms) lines.push([word.alarm, phrase(code, args, lang).text]);
  const width = Math.max(...lines.map(([name]) => name.length));
  return lines.map(([name, value]) => `${name.padEnd(width)}  ${value}`).join('\n');
}
