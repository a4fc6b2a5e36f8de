/**
 * What could be understood of the files, before it is known whether all of it is right.
 * Rules that compare files work on drafts, so that one mistake does not hide another.
 */
import type { z } from 'zod';
import { problemsOf } from './issues.js';
import type { Path, Problem } from './problem.js';
import { isMapping } from './read-yaml.js';
import { type AppInput, app, opd, type SiteInput, site } from './schema.js';
import type { Source } from './source.js';

export interface SiteDraft {
  source: Source;
  data: Partial<SiteInput>;
  /** Names of all servers, also of those with a mistake. */
  serverNames: string[];
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
  check(site, source, report);
  const data: Partial<SiteInput> = salvage(site, source.data);
  const servers = isMapping(source.data) ? source.data.servers : undefined;
  if (data.servers === undefined && isMapping(servers)) {
    data.servers = salvage(site.shape.servers, servers) as SiteInput['servers'];
  }
  return { source, data, serverNames: isMapping(servers) ? Object.keys(servers) : [] };
}

export function draftOpd(source: Source, report: Report): Omit<Draft, 'site'> {
  const isValid = check(opd, source, report);
  const { opd: name, name: title, type } = salvage(opd.omit({ apps: true }), source.data);
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
  const { error } = schema.safeParse(source.data);
  if (error === undefined) return true;
  for (const problem of problemsOf(error.issues, source.data)) report(source, problem);
  return false;
}

/** The parts of `data` that are right by themselves. */
function salvage<S extends z.ZodObject | z.ZodRecord>(
  schema: S,
  data: unknown,
): Partial<z.input<S>> {
  const parsed = schema.safeParse(data);
  if (parsed.success) return data as Partial<z.input<S>>;
  const kept = Object.entries(isMapping(data) ? data : {}).filter(([key, value]) => {
    const part = schema.type === 'object' ? schema.shape[key] : schema.valueType;
    return part !== undefined && (part as z.ZodType).safeParse(value).success;
  });
  return Object.fromEntries(kept) as Partial<z.input<S>>;
}
