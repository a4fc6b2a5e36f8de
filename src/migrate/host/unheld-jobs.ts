/** Jobs of an app that nothing would hold: they came to its old host after it was inspected. */
import { Fault } from '../../fault.js';
import { jobsOf } from '../inspect/crontab.js';
import { mentions } from '../inspect/judge-jobs.js';
import type { FoundJob } from '../inspect/model.js';
import { runScript, type Shell } from '../mover/old-host.js';
import { known } from './crontab.js';
import type { HeldApp } from './fence-plan.js';

/** Those of the jobs found that the inventory does not have. */
export const unheldOf = (found: readonly FoundJob[], held: HeldApp['cron']): FoundJob[] =>
  found.filter(
    (job) => !held.some((one) => one.in === job.in && known(job.run).endsWith(known(one.run))),
  );

/** @throws Fault MIG229 */
export async function refuseUnheld(shell: Shell, { mentioned, cron }: HeldApp): Promise<void> {
  if (mentioned === undefined) return;
  const told = (await runScript(shell, script, [], { sudo: true })).split('\0');
  const files = new Map<string, string>();
  for (let index = 0; index + 1 < told.length; index += 2) {
    const text = Buffer.from(told[index + 1] as string, 'base64').toString('utf8');
    files.set(told[index] as string, text);
  }
  const unheld = unheldOf(
    jobsOf(files).filter(({ run }) => mentions(run, mentioned)),
    cron,
  );
  if (unheld.length > 0) throw new Fault('MIG229', { jobs: toldOf(unheld) });
}

export const toldOf = (jobs: readonly FoundJob[]): string =>
  jobs.map((job) => `${job.in}: ${known(job.run)}`).join(', ');

/** Paths may hold anything but a NUL; contents travel as base64. */
const script = `
for file in /etc/crontab /etc/cron.d/* /var/spool/cron/crontabs/* /etc/systemd/system/*.timer \\
    /etc/systemd/system/*.service; do
  if [ -f "$file" ] && [ -r "$file" ]; then printf '%s\\0' "$file"; base64 -w0 "$file"; printf '\\0'; fi
done`;
