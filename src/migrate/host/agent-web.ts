/**
 * Part of the agent: files that are swapped for others of the same name, of the web server and of
 * cron. The original stays beside its place under a hidden name, which web servers and cron pass
 * over; so it comes back as the very file it was.
 */
import { awayText } from './web-config.js';

export const webPart = `
original() { printf '%s/.%s.induk-%s' "$(dirname "$1")" "$(basename "$1")" "$ENGINE"; }
each_swap() { # kind, command
  for entry in "$here"/swap/*/; do
    [ -e "$entry/path" ] && [ "$(cat "$entry/kind")" = "$1" ] || continue
    path=$(cat "$entry/path"; printf x); path=\${path%x}
    "$2" || return $?
  done
}
# Somebody may have changed a file since its other versions were made from it.
check_swap() {
  [ ! -e "$(original "$path")" ] && [ ! -L "$(original "$path")" ] || return 0
  [ "$(sha256sum < "$path" | cut -d' ' -f1)" = "$(cat "$entry/sum")" ] || die 7 "$path has changed"
}
check_swaps() { each_swap web check_swap; each_swap cron check_swap; }
inode() { stat -c %d:%i "$1"; }
swap_in() {
  aside=$(original "$path") fresh=$(original "$path").new
  if [ ! -e "$aside" ] && [ ! -L "$aside" ]; then ln -P "$path" "$aside" || return 1; fi
  cp -pL "$aside" "$fresh" && cat "$entry/$version" > "$fresh" && mv -fT "$fresh" "$path"
}
swap_out() {
  aside=$(original "$path")
  rm -f "$aside.new"
  [ -e "$aside" ] || [ -L "$aside" ] || return 0
  # Two names of one file: it was not replaced yet, and mv would leave both.
  if [ "$(inode "$aside")" = "$(inode "$path" 2>/dev/null)" ]; then rm "$aside"; else mv -fT "$aside" "$path"; fi
}
swapped() { [ -e "$(original "$path")" ] || [ -L "$(original "$path")" ]; }

web_said() { "$@" >"$here/web.log" 2>&1 9>&-; }
test_web() {
  case $WEB in
    apache) web_said "$APACHECTL" configtest;;
    nginx) web_said nginx -t;;
  esac
}
# Each of these refuses a configuration that it cannot read. Apache's own script reads it twice more
# than its program does, which not every system's script hands arguments on to.
reload_web() {
  case $WEB in
    apache) web_said "$APACHECTL" -k graceful || web_said "$APACHECTL" graceful;;
    nginx) web_said nginx -t && web_said nginx -s reload;;
  esac
}
web_tail() { tail -n 3 "$here/web.log" >&2; }
# Apache's first process and its workers have one name; nginx's say what they are.
web_main() {
  case $WEB in
    apache) pgrep -o -x apache2 || pgrep -o -x httpd;;
    nginx) pgrep -o -f '^nginx: master';;
  esac
}
web_workers() {
  case $WEB in
    apache) pgrep -P "$1" -x apache2 || pgrep -P "$1" -x httpd;;
    nginx) pgrep -P "$1";;
  esac
}
# What began before the reload may still write: it has some seconds to end, a session with the
# database a moment. A worker that is still there may only wait for what its visitor asks next.
drain_web() { # seconds
  quiet=0 tries=0 patient=$(( $(now) + $1 )) known=
  while :; do
    sleep 0.05 9>&- & pause=$!
    database_idle & idle=$!
    find_work
    wait "$idle"; is_idle=$?
    [ "$tries" != 0 ] || known=$receiving
    uploads=
    for pid in $receiving; do case " $known " in *" $pid "*) uploads="$uploads $pid";; esac; done
    if [ -n "$working$uploads" ]; then
      quiet=0
      [ "$(now)" -lt "$patient" ] || { echo "\${working:-an upload, process$uploads}" >&2; return 11; }
    else
      left=
      for pid in $draining; do ! kill -0 "$pid" 2>/dev/null || left="$left $pid"; done
      [ -n "$left" ] || return 0
      if [ "$is_idle" = 0 ]; then quiet=$((quiet + 1)); else quiet=0; fi
      [ "$quiet" -lt 2 ] && [ "$tries" -lt 20 ] || return 0
    fi
    tries=$((tries + 1))
    wait "$pause"
  done
}
draining=
swap_web() { # version
  [ "$WEB" != none ] || return 0
  version=$1
  each_swap web swap_in || return 6
  if main=$(web_main); then
    draining=$(web_workers "$main")
    reload_web || { web_tail; return 6; }
  else
    test_web || { web_tail; return 6; }
  fi
  printf '%s\\n' "$version" > "$here/web"
}
# Told to read its files anew, a web server goes on for a moment with what it read before; and what
# was not found in its files it still shows.
ask_web() {
  command -v perl >/dev/null || return 0
  first=$(hostname -I 2>/dev/null | cut -d' ' -f1)
  patient=$(( $(now) + 5 ))
  printf '%s\\n' "$ANSWERING" | while read -r kind address port name; do
    [ -n "$kind" ] || continue
    [ "$address" != - ] || address=\${first:-127.0.0.1}
    until shows_away; do
      [ "$(now)" -lt "$patient" ] || die 12 "$name, port $port"
      sleep 0.05
    done
  done
}
# Where nobody listens, nothing is shown; nor where a visitor needs a certificate of his own.
shows_away() {
  said=$(case $kind in
    plain) timeout 5 perl -e "$talk" "$address" "$port" "$name";;
    tls) talk_tls 2>&1;;
  esac)
  case $said in
    *'${awayText}'*|*errno=111*|*'SSL alert number'*|*'HTTP/1.'?' 400 '*) true;;
    *) false;;
  esac
}
talk='use Socket; my ($address, $port, $name) = @ARGV; socket(my $peer, PF_INET, SOCK_STREAM, 0);
  connect($peer, sockaddr_in($port, inet_aton($address))) or do { print "errno=", $! + 0; exit };
  send($peer, "GET / HTTP/1.0\\r\\nHost: $name\\r\\n\\r\\n", 0); print while <$peer>;'
talk_tls() {
  command -v openssl >/dev/null || { echo errno=111; return; }
  printf 'GET / HTTP/1.0\\r\\nHost: %s\\r\\n\\r\\n' "$name" \\
    | timeout 5 openssl s_client -quiet -connect "$address:$port" -servername "$name"
}
hold_web() {
  swap_web held && return 0
  code=$?
  each_swap web swap_out
  return "$code"
}
free_web() {
  [ "$WEB" != none ] || return 0
  was=
  each_swap web note_swapped
  each_swap web swap_out
  rm -f "$here/web"
  # The original was good, and a reload that fails leaves the server as it is: told, not hidden.
  if [ -n "$was" ] && web_main >/dev/null; then reload_web || { web_tail; return 6; }; fi
}
note_swapped() { if swapped; then was=yes; fi; }
web_state() { cat "$here/web" 2>/dev/null || echo app; }
# Tries both versions without a reload. Somebody else's, or a start after a loss of power, would make
# one of them what visitors see: until it is over, a timer puts the originals back.
check() {
  [ "$state" = open ] || return 0
  end_trial
  check_swaps
  [ "$WEB" != none ] || return 0
  : > "$here/trying"
  arm $(( $(now) + \${TRY_SECONDS:-60} )) || die 1 "the dead man's timer cannot be set"
  failed=0
  for version in held forward; do
    each_swap web swap_in || failed=6
    [ "$failed" != 0 ] || test_web || failed=6
    each_swap web swap_out
    [ "$failed" = 0 ] || break
  done
  rm -f "$here/trying"
  disarm
  [ "$failed" = 0 ] || { web_tail; return "$failed"; }
}
# What a trial has left that did not come to its end; nobody is at one while this runs.
end_trial() {
  [ -e "$here/trying" ] || return 0
  free_web || return $?
  rm -f "$here/trying"
  disarm
}

hold_jobs() {
  version=held
  each_swap cron swap_in || return 1
  touch_cron
  for unit in $TIMERS; do
    systemctl is-active --quiet "$unit" || continue
    grep -qxF "$unit" "$here/undo/units" 2>/dev/null || echo "$unit" >> "$here/undo/units"
    systemctl disable --now "$unit" >/dev/null 2>&1
  done
}
free_jobs() {
  each_swap cron swap_out
  touch_cron
  [ -e "$here/undo/units" ] || return 0
  while read -r unit; do systemctl enable --now "$unit" >/dev/null 2>&1; done < "$here/undo/units"
}
# cron looks at the time of its folders once a minute.
touch_cron() {
  for folder in /etc/cron.d /var/spool/cron/crontabs /var/spool/cron; do
    [ ! -d "$folder" ] || touch "$folder"
  done
}
`;
