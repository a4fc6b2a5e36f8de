import { type OldHost, runScript } from './old-host.js';

/** What the old host has of what moving needs. */
export interface Reached {
  /** Whether commands can run as root. */
  root: boolean;
  rsync: boolean;
  /** Seconds by which its clock is ahead of this machine's. */
  clock: number;
  systemd: boolean;
}

/** Logs in with the migration's key and looks around. @throws Fault MIG100 */
export async function reachOldHost(host: OldHost): Promise<Reached> {
  const told = await runScript(host, lookScript);
  const [root, rsync, clock, systemd] = told.trim().split(' ');
  return {
    root: root === 'yes',
    rsync: rsync === 'yes',
    clock: Number(clock) - Math.floor(Date.now() / 1000),
    systemd: systemd === 'yes',
  };
}

const lookScript = `
root=no rsync=no systemd=no
if [ "$(id -u)" = 0 ] || sudo -n true 2>/dev/null; then root=yes; fi
if command -v rsync >/dev/null; then rsync=yes; fi
if [ -d /run/systemd/system ]; then systemd=yes; fi
echo "$root $rsync $(date +%s) $systemd"`;
