/**
 * The agent: one POSIX shell script in `/var/lib/induk-migrate/<engine name>/` on the old host, by
 * which alone an app there is fenced, forwarded and freed again. A script, since the dead man must
 * free the app when neither induk nor the new server answers; one at a time, by a lock.
 *
 * `state` is one line: `open|held|kept EPOCH HEARD DEADLINE`. What is to be done is data beside the
 * script: `conf`, `swap/N/{path,sum,kind,held,forward}`. What takes it back is written before
 * anything is done: the original of a swapped file beside it, `undo/*.sql`, `undo/units`.
 */
import { databasePart } from './agent-database.js';
import { timerPart } from './agent-timer.js';
import { webPart } from './agent-web.js';
import { workPart } from './agent-work.js';

export const agentFolder = (engineName: string): string => `/var/lib/induk-migrate/${engineName}`;

/** What the old web server asks before it sends visitors on. */
export const authoritiesFile = (engineName: string): string => `${agentFolder(engineName)}/ca.pem`;

/** Exit codes that mean something else than a failure. */
export const agentExit = {
  late: 3,
  lost: 4,
  kept: 5,
  badConfig: 6,
  changed: 7,
  database: 8,
  busy: 9,
  stranger: 10,
  working: 11,
  shown: 12,
} as const;

const head = `#!/bin/sh
# Made by induk to move one app; \`induk migrate status\` says how far it is.
set -u
umask 077
here=$(cd "$(dirname "$0")" && pwd)
. "$here/conf"
PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
die() { code=$1; shift; echo "$*" >&2; exit "$code"; }

read_state() {
  state=open epoch=0 heard=0 deadline=0
  if [ -s "$here/state" ]; then read -r state epoch heard deadline < "$here/state"; fi
}
# The disk has it before anything that follows.
write_state() {
  printf '%s %s %s %s\\n' "$state" "$epoch" "$heard" "$deadline" > "$here/state.new"
  sync "$here/state.new" 2>/dev/null || sync
  mv -f "$here/state.new" "$here/state"
  sync "$here" 2>/dev/null || sync
}
now() { date +%s; }
# A command of a run that was killed may come after those of the next one.
hear() {
  case $1 in ''|*[!0-9]*) die 64 "no number: $1";; esac
  [ "$1" -ge "$heard" ] || die 3 "number $1 is older than $heard"
  heard=$1
}
`;

const verbs = `
fence() { # turn, seconds
  hear "$1"
  if [ "$state" = kept ] || { [ "$epoch" = "$1" ] && [ "$state" != held ]; }; then
    die 4 "this freeze is over"
  fi
  check_swaps
  until=$(( $(now) + $2 ))
  # Told again, it waits no longer than it would have: the silence began with the first.
  if [ "$state" = held ] && [ "$deadline" -lt "$until" ]; then until=$deadline; fi
  arm "$until" || die 1 "the dead man's timer cannot be set"
  state=held epoch=$1 deadline=$until
  write_state
  mkdir -p "$here/undo"
  # By itself, beside the web server: it is asked, and nothing is closed yet.
  prepare_database & preparing=$!
  result=0
  { hold_web && hold_jobs; } || result=$?
  wait "$preparing" || { code=$?; [ "$result" != 0 ] || result=$code; }
  [ "$result" = 0 ] || return "$result"
  ask_web 9>&- & asking=$!
  { drain_web "$(patience $(($2 - 5)))" && hold_database; } || result=$?
  wait "$asking" || { code=$?; [ "$result" != 0 ] || result=$code; }
  return "$result"
}
# Of the seconds that nobody may write: how many of them old work may take.
patience() {
  third=$(( $1 / 3 ))
  [ "$third" -gt 1 ] || third=1
  [ "$third" -lt 10 ] || third=10
  echo "$third"
}
free() {
  result=0
  free_database || result=$?
  free_jobs || result=$?
  free_web || result=$?
  [ "$result" = 0 ] || return "$result"
  state=open deadline=0
  write_state
  rm -rf "$here/undo"
  disarm
}
unfence() { # turn
  hear "$1"
  [ "$state" != kept ] || die 5 "the app lives elsewhere"
  free
}
keep() { # turn, epoch
  hear "$1"
  [ "$state" != open ] && [ "$epoch" = "$2" ] || die 4 "the fence of $2 was lifted"
  if [ "$state" = held ] && [ "$(now)" -ge "$deadline" ]; then die 4 "the fence of $2 is over"; fi
  # A timer that still comes finds nothing to do; what takes long waits until somebody may write.
  state=kept deadline=0
  write_state
}
release() { hear "$1"; free; }
due() {
  if [ "$state" = open ]; then end_trial; exit $?; fi
  [ "$state" = held ] && [ "$(now)" -ge "$deadline" ] || exit 0
  free
}
forward() { # turn, forward or held
  hear "$1"
  write_state
  [ "$state" = kept ] || die 4 "the app is not elsewhere"
  swap_web "$2" || return $?
  [ "$2" != forward ] || { keep_database; disarm; }
}
remove() {
  [ "$state" = open ] || die 5 "the app is $state"
  free || exit $?
  cd /
  rm -rf "$here"
  rmdir "$(dirname "$here")" 2>/dev/null || true
}
# Whether the new server is who it should be for each name, as the web server will ask it.
trusted() { # host and port, names
  to=$1; shift
  command -v openssl >/dev/null || return 0
  for name; do
    timeout 15 openssl s_client -connect "$to" -servername "$name" -verify_hostname "$name" \\
      -verify_return_error -CAfile "$here/ca.pem" </dev/null >"$here/trust.log" 2>&1 && continue
    die 10 "$name: $(grep -E 'verify error|alert|errno|error:' "$here/trust.log" | tail -n 1)"
  done
}
status() { printf '%s %s %s %s %s\\n' "$state" "$epoch" "$heard" "$deadline" "$(web_state)"; }

verb=\${1:-status}
[ $# -eq 0 ] || shift
exec 9>> "$here/lock"
flock -w "\${LOCK_WAIT:-30}" 9 || die 9 "another command is at work"
read_state
case $verb in
  fence|unfence|keep|release|forward|due|remove|status|check|trusted) "$verb" "$@";;
  *) die 64 "no such command: $verb";;
esac
`;

/** The whole script; the same for every app. */
export const agentScript = [head, webPart, workPart, databasePart, timerPart, verbs].join('\n');
