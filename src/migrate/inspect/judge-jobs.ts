/** Which app a job of cron belongs to. */
import type { Judged } from './found.js';
import type { FoundApp, FoundJob } from './model.js';
import { baseName } from './paths.js';
import { isScript } from './run-parts.js';

/** By what a command tells that it is about an app. */
export interface Mentioned {
  paths: string[];
  domains: string[];
  /** URL path it is at. */
  at: string;
  /** Name of its database. */
  database?: string;
}

/**
 * A job belongs to the app whose folder or address it names, the deepest folder first.
 * @param deeds job → what it does
 */
export function giveJobs(judged: readonly Judged[], deeds: ReadonlyMap<FoundJob, string>): void {
  const deepest = [...judged].sort((a, b) => b.app.path.length - a.app.path.length);
  const named = deepest.map(({ app, root }) => ({ app, by: mentionedBy(app, root.docroot) }));
  for (const [job, deed] of deeds) {
    const owner = named.find(({ by }) => mentions(deed, by));
    if (owner === undefined) continue;
    owner.app.jobs.push(job);
    if (!isScript(job.in)) continue;
    // What lies in the owner's folder lies in the one around it, too.
    const rest = owner.by.paths.reduce((text, path) => text.replaceAll(path, ''), deed);
    const others = named.filter((one) => one !== owner && mentions(rest, one.by));
    if (others.length > 0) job.sharedWith = others.map(({ app }) => app.name);
  }
}

/** @param docroot as the configuration names it */
export function mentionedBy(
  { path, alias, docroot: real, at, domains, databases: [use] }: FoundApp,
  docroot = alias?.docroot ?? real,
): Mentioned {
  const linked = at === '/' ? [docroot, docroot.replace(/\/[^/]+$/, '')] : [];
  const own = linked.filter(
    (one) => baseName(one).length > 4 && !/^\/(var\/www|srv|home)$/.test(one),
  );
  return {
    paths: [path, ...own],
    ...{ domains, at },
    ...(use === undefined || use.name === '' ? {} : { database: use.name }),
  };
}

export function mentions(run: string, { paths, domains, at, database }: Mentioned): boolean {
  const names = (path: string) =>
    new RegExp(`(^|[\\s'"=])${path.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}(/|[\\s'";]|$)`).test(
      run,
    );
  if (paths.some(names)) return true;
  if (domains.some((domain) => run.includes(`//${domain}`))) return true;
  const local = at !== '/' && new RegExp(`https?://[^/\\s]+${at}`).test(run);
  const dumps = database !== undefined && /mysqldump|mariadb-dump|pg_dump/.test(run);
  return local || (dumps && run.split(/\s+/).includes(database));
}
