/** What runs by itself on an old host, as it lies there: files of cron, its scripts, and timers. */
import { runScript, type Shell } from '../mover/old-host.js';

export interface HostJobs {
  /** Path → text of each crontab, script, timer and service. */
  files: Map<string, string>;
  /** Names of the timers that run. */
  timers: Set<string>;
}

/** @throws Fault MIG100, MIG102 */
export async function readHostJobs(shell: Shell, signal?: AbortSignal): Promise<HostJobs> {
  const options = { sudo: true, ...(signal === undefined ? {} : { signal }) };
  const [active = '', ...told] = (await runScript(shell, script, [], options)).split('\0');
  const files = new Map<string, string>();
  for (let index = 0; index + 1 < told.length; index += 2) {
    const text = Buffer.from(told[index + 1] as string, 'base64').toString('utf8');
    files.set(told[index] as string, text);
  }
  const names = active.split('\n').flatMap((line) => /^(\S+\.timer)\s/.exec(line)?.[1] ?? []);
  return { files, timers: new Set(names) };
}

/** Paths may hold anything but a NUL; contents travel as base64. */
const script = `
printf '%s\\0' "$(systemctl list-units --type=timer --state=active --plain --no-legend 2>/dev/null)"
show() {
  if [ -f "$1" ] && [ -r "$1" ]; then printf '%s\\0' "$1"; base64 -w0 "$1"; printf '\\0'; fi
}
for file in /etc/crontab /etc/cron.d/* /var/spool/cron/crontabs/* /var/spool/cron/* \\
    /etc/systemd/system/*.timer /etc/systemd/system/*.service; do
  show "$file"
done
for file in /etc/cron.hourly/* /etc/cron.daily/* /etc/cron.weekly/* /etc/cron.monthly/*; do
  if [ -x "$file" ]; then show "$file"; fi
done`;
