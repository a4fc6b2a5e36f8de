/** What the inventory says about a new app. */
import { stringify } from 'yaml';
import type { Manifest } from './manifest.js';
import type { Request } from './request/model.js';

export interface Entry {
  name: string;
  request: Request;
  /** What it runs on, and its secrets, are the template's to say. */
  template: Pick<Manifest, 'entry' | 'secrets' | 'request'>;
  /** Absent: the site's only or default one. */
  server?: string;
  /** Of an island. */
  justification?: string;
  consideration?: string;
}

/** Folder of a new app's files, relative to the inventory's root. */
export function sourceOf(name: string): string {
  return `apps/${name}`;
}

/** Lines of the app's keys, not indented. */
export function entryLines({ name, request, server, template, ...island }: Entry): string[] {
  const secrets = Object.keys(template.secrets);
  // a template without the request's data keeps none of its records either
  const kept = template.request === undefined ? { ...request, entities: [] } : request;
  return [
    `title: ${scalar(request.title)}`,
    `function: ${scalar(request.function)}`,
    ...(server === undefined ? [] : [`server: ${scalar(server)}`]),
    `source: ${sourceOf(name)}`,
    ...template.entry,
    ...(secrets.length === 0 ? [] : [`secrets: [${secrets.join(', ')}]`]),
    'spbe:',
    ...spbeLines(kept, island).map((line) => `  ${line}`),
  ];
}

function spbeLines(
  { owner, entities }: Request,
  { justification, consideration }: Pick<Entry, 'justification' | 'consideration'>,
): string[] {
  const isPersonal = entities.some(({ fields }) => fields.some(({ personal }) => personal));
  const days = entities.flatMap(({ retention }) =>
    retention === undefined ? [] : [retention.days],
  );
  return [
    ...(owner === undefined ? [] : [`owner: ${scalar(owner)}`]),
    ...(entities.length === 0
      ? []
      : [`data: [${entities.map(({ title }) => flowScalar(title)).join(', ')}]`]),
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
