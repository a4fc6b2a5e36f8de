/** Which app a job of cron belongs to. */

import type { DocumentRoot } from './folder.js';
import type { Judged } from './found.js';
import type { FoundApp, FoundJob } from './model.js';
import { baseName } from './paths.js';

/** A job belongs to the app whose folder or address it names, the deepest folder first. */
export function giveJobs(judged: readonly Judged[], jobs: readonly FoundJob[]): void {
  const deepest = [...judged].sort((a, b) => b.app.path.length - a.app.path.length);
  for (const job of jobs) {
    const owner = deepest.find(({ app, root }) => mentions(job.run, app, root));
    owner?.app.jobs.push(job);
  }
}

function mentions(run: string, app: FoundApp, root: DocumentRoot): boolean {
  const linked = app.at === '/' ? [root.docroot, root.docroot.replace(/\/[^/]+$/, '')] : [];
  const paths = [
    app.path,
    ...linked.filter((path) => baseName(path).length > 4 && !/^\/(var\/www|srv|home)$/.test(path)),
  ];
  const names = (path: string) =>
    new RegExp(`(^|[\\s'"=])${path.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}(/|[\\s'";]|$)`).test(
      run,
    );
  if (paths.some(names)) return true;
  if (app.domains.some((domain) => run.includes(`//${domain}`))) return true;
  const local = app.at !== '/' && new RegExp(`https?://[^/\\s]+${app.at}`).test(run);
  const dumps = app.databases[0] !== undefined && /mysqldump|mariadb-dump|pg_dump/.test(run);
  return local || (dumps && run.split(/\s+/).includes(app.databases[0]?.name ?? ''));
}
