/** The old server's log of changes: switched on by one agreed restart, and off again. */
import { replicaAccounts } from '../database/pairing.js';
import { runScript, type Shell } from '../mover/old-host.js';

/** What switches it off again; kept in the journal. */
export interface BinaryLogUndo {
  /** File that was put there. */
  file: string;
}

const name = '99-induk-migrate.cnf';

/**
 * Puts a file beside the server's settings and starts the server anew, once.
 * @returns undefined when the log is on already and nothing was done
 * @throws Fault MIG102 when it does not come back; then the file is gone and it runs as before
 */
export async function enableBinaryLog(host: Shell): Promise<BinaryLogUndo | undefined> {
  const told = await runScript(host, enableScript, [name], { sudo: true, timeout: 300_000 });
  const file = told.trim().split('\n').at(-1) ?? '';
  return file === 'on already' ? undefined : { file };
}

/**
 * Takes the file away and starts the server anew, once. While another app of that server is being
 * moved it stays: the last one takes it away.
 */
export async function disableBinaryLog(host: Shell, { file }: BinaryLogUndo): Promise<void> {
  await runScript(host, disableScript, [file], { sudo: true, timeout: 300_000 });
}

/**
 * Takes the file away and leaves the server running: the log ends when somebody starts it anew, as
 * nobody agreed to a restart now. While another app of that server is being moved it stays.
 */
export async function leaveBinaryLog(host: Shell, { file }: BinaryLogUndo): Promise<void> {
  await runScript(host, leaveScript, [file], { sudo: true });
}

const restart = `
client=$(command -v mariadb || command -v mysql)
restart() {
  if [ -d /run/systemd/system ]; then systemctl restart mariadb 2>&1 || return 1
  else service mariadb restart >/dev/null 2>&1 || service mysql restart >/dev/null 2>&1 || return 1
  fi
  count=0
  until "$client" --user=root -NBe 'SELECT 1' >/dev/null 2>&1; do
    count=$((count + 1)); [ $count -lt 60 ] || return 1; sleep 1
  done
}`;

/** A log without a server's number would be refused; the number is the one it has anyhow. */
const enableScript = `${restart}
for folder in /etc/mysql/mariadb.conf.d /etc/mysql/conf.d /etc/my.cnf.d; do
  [ ! -d $folder ] || break
done
file=$folder/$1
if [ "$("$client" --user=root -NBe 'SELECT @@GLOBAL.log_bin')" = 1 ]; then
  if [ -e "$file" ]; then echo "$file"; else echo "on already"; fi
  exit 0
fi
printf '%s\\n' '# Put here by induk for a migration; it goes with it.' '[mysqld]' \\
  'log_bin = induk-bin' 'binlog_format = ROW' 'sync_binlog = 1' > "$file"
chmod 644 "$file"
if ! restart; then
  rm -f "$file"; restart || true
  echo "the database did not start with the log" >&2; exit 1
fi
echo "$file"`;

const takeFile = `[ -e "$1" ] || exit 0
others=$("$client" --user=root -NBe \
  "SELECT COUNT(*) FROM mysql.user WHERE user LIKE '${replicaAccounts}%'")
[ "$others" = 0 ] || exit 0
rm -f "$1"`;

const disableScript = `${restart}
${takeFile}
restart`;

const leaveScript = `client=$(command -v mariadb || command -v mysql)
${takeFile}`;
