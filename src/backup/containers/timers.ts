/** Puts the systemd units of a server's backups in place. */
import { pack } from 'tar-stream';
import type { Connection } from '../../server/connection.js';
import { rootScript } from '../../server/setup/root.js';
import type { Unit } from '../units.js';

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
  await rootScript(connection, replaceUnits, [folder, ...names], {
    stdin: await archiveOf(units),
  });
  return true;
}

/** Folder and names of all units as arguments, their archive on standard input. */
const replaceUnits = `
folder=$1; shift
new=$(mktemp -d "$folder/.induk.XXXXXX")
trap 'rm -rf "$new"' EXIT
tar -x -C "$new" --no-same-owner
changed=
for path in "$folder"/induk-backup-* "$folder"/induk-drill-*; do
  [ -f "$path" ] || continue
  name=\${path##*/}
  [ -e "$new/$name" ] && continue
  case $name in *.timer) systemctl disable --now "$name" ;; esac
  rm -f "$path"
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

async function archiveOf(units: Unit[]): Promise<Buffer> {
  const tar = pack();
  for (const { name, text } of units) tar.entry({ name, mode: 0o644 }, text);
  tar.finalize();
  const chunks: Buffer[] = [];
  for await (const chunk of tar) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}
