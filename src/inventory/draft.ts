/**
 * What could be understood of the files, before it is known whether all of it is right.
 * Rules that compare files work on drafts, so that one mistake does not hide another.
 */
import { z } from 'zod';
import { problemsOf } from './issues.js';
import type { Path, Problem } from './problem.js';
import { isMapping } from './read-yaml.js';
import { type AppInput, app, type OpdInput, opd, type SiteInput, site } from './schema.js';
import type { Source } from './source.js';

export interface SiteDraft {
  source: Source;
  data: Partial<SiteInput>;
  /** Names of all servers, also of those with a mistake. */
  serverNames: string[];
  /** Those of them that only keep backups. */
  vaultNames: string[];
}

export interface AgencyDraft {
  source: Source;
  opd?: string;
  name?: string;
  type?: string;
}

export interface AppDraft {
  source: Source;
  /** Path of the app in its file. */
  path: Path;
  /** Absent when the agency's own name is wrong. */
  opd?: string;
  name: string;
  data: Partial<AppInput>;
}

export interface Draft {
  /** Absent when there is no site.yaml or it cannot be read. */
  site?: SiteDraft;
  agencies: AgencyDraft[];
  apps: AppDraft[];
}

export type Report = (source: Source, problem: Problem) => void;

export function draftSite(source: Source, report: Report): SiteDraft {
  const isValid = check(site, source, report);
  const data: Partial<SiteInput> = isValid
    ? (source.data as SiteInput)
    : salvage(site, source.data);
  const servers = isMapping(source.data) ? source.data.servers : undefined;
  const entries = Object.entries(isMapping(servers) ? servers : {});
  const isVault = ([, server]: [string, unknown]) => isMapping(server) && server.role === 'vault';
  return {
    source,
    data,
    serverNames: entries.map(([name]) => name),
    vaultNames: entries.filter(isVault).map(([name]) => name),
  };
}

export function draftOpd(source: Source, report: Report): Omit<Draft, 'site'> {
  const isValid = check(opd, source, report);
  const {
    opd: name,
    name: title,
    type,
  } = isValid ? (source.data as OpdInput) : salvage(opd.omit({ apps: true }), source.data);
  const apps = isMapping(source.data) ? source.data.apps : undefined;
  return {
    agencies: [{ source, opd: name, name: title, type }],
    apps: Object.entries(isMapping(apps) ? apps : {}).map(([key, value]) => ({
      source,
      path: ['apps', key],
      opd: name,
      name: key,
      data: isValid ? (value as AppInput) : salvage(app, value),
    })),
  };
}

function check(schema: z.ZodType, source: Source, report: Report): boolean {
  const { error } = parse(schema, source.data);
  if (error === undefined) return true;
  for (const problem of problemsOf(error.issues, source.data)) report(source, problem);
  return false;
}

/** The parts of `data` that are right by themselves, at every depth of mappings. */
function salvage<S extends z.ZodType>(schema: S, data: unknown): Partial<z.input<S>> {
  if (parse(schema, data).success) return data as Partial<z.input<S>>;
  const kept = Object.entries(isMapping(data) ? data : {}).flatMap(([key, value]) => {
    const part = partOf(schema, key);
    if (part === undefined) return [];
    const saved = isMapping(value) ? salvage(part, value) : value;
    return isRight(schema, part, key, saved) ? [[key, saved]] : [];
  });
  return Object.fromEntries(kept) as Partial<z.input<S>>;
}

/** Schema of the value at `key`. */
function partOf(wrapped: z.ZodType, key: string): z.ZodType | undefined {
  const schema = unwrap(wrapped);
  if (schema instanceof z.ZodRecord) return schema.valueType as z.ZodType;
  const isKnown = schema instanceof z.ZodObject && Object.hasOwn(schema.shape, key);
  return isKnown ? (schema.shape[key] as z.ZodType) : undefined;
}

/** A record also has rules for its keys. */
function isRight(whole: z.ZodType, part: z.ZodType, key: string, value: unknown): boolean {
  const schema = unwrap(whole);
  return schema instanceof z.ZodRecord
    ? parse(schema, { [key]: value }).success
    : parse(part, value).success;
}

function unwrap(schema: z.ZodType): z.ZodType {
  const isWrapped = schema instanceof z.ZodOptional || schema instanceof z.ZodNullable;
  return isWrapped ? unwrap(schema.unwrap() as z.ZodType) : schema;
}

/** Uncompiled: a run uses each schema a few times, and compiling it first takes longer. */
function parse(schema: z.ZodType, data: unknown) {
  return schema.safeParse(data, { jitless: true });
}
