/** What the inventory says about a new app. */
import { stringify } from 'yaml';
import type { Request } from './request/model.js';

export interface Entry {
  name: string;
  request: Request;
  /** Absent: the site's only or default one. */
  server?: string;
  /** Of an island. */
  justification?: string;
  consideration?: string;
}

/** Secrets the app needs; `induk new` makes them. */
export const appSecrets = ['DATA_KEY', 'COOKIE_KEY', 'ADMIN_PASSWORD'] as const;

/** Folder of a new app's files, relative to the inventory's root. */
export function sourceOf(name: string): string {
  return `apps/${name}`;
}

/** Lines of the app's keys, not indented. */
export function entryLines({ name, request, server, ...island }: Entry): string[] {
  return [
    `title: ${scalar(request.title)}`,
    `function: ${scalar(request.function)}`,
    ...(server === undefined ? [] : [`server: ${scalar(server)}`]),
    'runtime:',
    '  node: "20"',
    '  build: npm ci --include=dev --no-audit --no-fund && npm run build && npm prune --omit=dev --no-audit',
    '  start: node --enable-source-maps dist/src/main.js',
    `source: ${sourceOf(name)}`,
    'database: {postgres: "17"}',
    'storage: {uploads: /app/uploads}',
    `secrets: [${appSecrets.join(', ')}]`,
    'release: node --enable-source-maps dist/src/migrate.js',
    'cron:',
    '  - {name: retensi, at: "17 2 * * *", run: node dist/src/retention.js}',
    'health: {path: /ready}',
    'size: {cpu: 0.5, memory: 384MiB, disk: 5GiB}',
    'spbe:',
    ...spbeLines(request, island).map((line) => `  ${line}`),
  ];
}

function spbeLines(
  { owner, entities }: Request,
  { justification, consideration }: Omit<Entry, 'name' | 'request' | 'server'>,
): string[] {
  const isPersonal = entities.some(({ fields }) => fields.some(({ personal }) => personal));
  const days = entities.flatMap(({ retention }) =>
    retention === undefined ? [] : [retention.days],
  );
  return [
    ...(owner === undefined ? [] : [`owner: ${scalar(owner)}`]),
    `data: [${entities.map(({ title }) => flowScalar(title)).join(', ')}]`,
    `personalData: ${isPersonal}`,
    ...(days.length === 0 ? [] : [`retention: ${periodOf(Math.max(...days))}`]),
    ...(justification === undefined ? [] : [`justification: ${scalar(justification)}`]),
    ...(consideration === undefined ? [] : [`consideration: ${scalar(consideration)}`]),
  ];
}

function periodOf(days: number): string {
  if (days % 365 === 0) return `${days / 365} tahun`;
  return days % 30 === 0 ? `${days / 30} bulan` : `${days} hari`;
}

/** A value on one line, quoted where YAML would read it as something else. */
function scalar(value: string): string {
  return stringify(value, { lineWidth: 0, defaultStringType: 'PLAIN' }).trimEnd();
}

/** The same inside brackets, where more characters mean something. */
function flowScalar(value: string): string {
  return stringify([value], { lineWidth: 0, collectionStyle: 'flow', flowCollectionPadding: false })
    .trim()
    .slice(1, -1);
}
