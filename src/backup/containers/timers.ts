/** The systemd units of a server's backups: put in place, looked at, taken away. */

import { Fault } from '../../fault.js';
import type { Connection } from '../../server/connection.js';
import { rootScript } from '../../server/setup/root.js';
import { type FoundTimers, readTimers } from '../timers.js';
import { type Unit, unitName } from '../units.js';
import { archiveOf } from './archive.js';
import { metricsFolder } from './folders.js';

const folder = '/etc/systemd/system';

/**
 * Replaces a server's units of backups and drills by these, and starts their timers. Those of
 * apps that are gone are stopped and removed; a run under way goes on.
 * @returns false on a machine without systemd, where nothing runs by itself
 * @throws Fault SRV062 when root's commands fail
 */
export async function placeTimers(connection: Connection, units: Unit[]): Promise<boolean> {
  const look = await connection.exec(['test', '-d', '/run/systemd/system']);
  if (look.code !== 0) return false;
  const names = units.map(({ name }) => name);
  await rootScript(connection, replaceUnits, [folder, metricsFolder, ...names], {
    stdin: await archiveOf(units.map(({ name, text }) => ({ name, mode: 0o644, content: text }))),
  });
  return true;
}

/**
 * Units of backups and drills on a server, and what systemd says of them; one command.
 * @returns undefined on a machine without systemd
 * @throws Fault BAK135 when systemd does not answer
 */
export async function findTimers(connection: Connection): Promise<FoundTimers | undefined> {
  const { code, stdout, stderr } = await connection.exec(['sh', '-c', lookScript, 'sh', folder]);
  if (code !== 0) {
    const reason = stderr.trim().split('\n').at(-1) ?? '';
    throw new Fault('BAK135', { server: connection.server, reason });
  }
  return stdout === 'none\n' ? undefined : readTimers(stdout);
}

/** An inactive unit that nothing refers to is unknown to systemd, so they are named one by one. */
const lookScript = `
[ -d /run/systemd/system ] || { echo none; exit 0; }
cd "$1" || exit
units=
for name in induk-backup-*.* induk-drill-*.* induk-watch.*; do
  case $name in *.timer | *.service) [ ! -f "$name" ] || units="$units $name" ;; esac
done
[ -n "$units" ] || exit 0
sha256sum -- $units
echo
properties=Id,ActiveState,UnitFileState,NeedDaemonReload,NextElapseUSecRealtime,LastTriggerUSec
properties=$properties,Result,ExecMainStatus,ExecMainStartTimestamp,ExecMainExitTimestamp
TZ=UTC LC_ALL=C systemctl show --property="$properties" -- $units`;

/** Takes one app's units away, where there are any. @returns whether there were */
export async function removeTimers(connection: Connection, engineName: string): Promise<boolean> {
  const names = (['backup', 'drill'] as const).map((kind) => unitName(kind, engineName));
  const files = names.flatMap((name) => [`${folder}/${name}.timer`, `${folder}/${name}.service`]);
  const look = await connection.exec([
    'sh',
    '-c',
    'for f; do [ ! -e "$f" ] || exit 9; done',
    'sh',
    ...files,
  ]);
  if (look.code !== 9) return false;
  await rootScript(connection, removeUnits, [metricsFolder, engineName, ...names]);
  return true;
}

const removeUnits = `
metrics=$1 app=$2; shift 2
for name; do
  systemctl disable --now --quiet "$name.timer" || true
  systemctl stop "$name.service" || true
  rm -f "${folder}/$name.timer" "${folder}/$name.service"
done
systemctl daemon-reload
for name; do systemctl reset-failed "$name.service" 2>/dev/null || true; done
for kind in create drill log; do rm -f "$metrics/induk_\${kind}_$app.prom"; done`;

/** Folders of units and metrics, and names of all units as arguments, their archive on standard input. */
const replaceUnits = `
folder=$1 metrics=$2; shift 2
new=$(mktemp -d "$folder/.induk.XXXXXX")
trap 'rm -rf "$new"' EXIT
tar -x -C "$new" --no-same-owner
changed=
for path in "$folder"/induk-backup-* "$folder"/induk-drill-* "$folder"/induk-watch.*; do
  [ -f "$path" ] || continue
  name=\${path##*/}
  [ -e "$new/$name" ] && continue
  case $name in *.timer) systemctl disable --now --quiet "$name" ;; esac
  rm -f "$path"
  # An app that is not backed up any more must not alarm for ever.
  case $name in
    induk-backup-*.timer) app=\${name#induk-backup-}; app=\${app%.timer}
      rm -f "$metrics/induk_create_$app.prom" "$metrics/induk_log_$app.prom" ;;
    induk-drill-*.timer) app=\${name#induk-drill-}; rm -f "$metrics/induk_drill_\${app%.timer}.prom" ;;
  esac
  changed=1
done
for name; do
  cmp -s "$new/$name" "$folder/$name" && continue
  mv -f "$new/$name" "$folder/$name"
  changed=1
done
[ -z "$changed" ] || systemctl daemon-reload
for name; do
  case $name in *.timer) systemctl enable --now --quiet "$name" ;; esac
done`;
