/**
 * Part of the agent: the dead man's timer, which frees the app when nobody said anything else in
 * time. It only wakes the agent, which looks at `state` itself; so one too many does no harm. It
 * outlives a reboot: a systemd timer on the disk beside a transient one, or cron's minutes beside a
 * sleeping process. A moment that is past when a timer starts is never reached, hence the two ways
 * of saying it.
 */
export const timerPart = `
units=/etc/systemd/system
unit=induk-unfence-$ENGINE
arm() { # seconds since 1970
  if [ -d /run/systemd/system ] && [ -z "\${NO_SYSTEMD:-}" ]; then arm_systemd "$1"; else arm_plain "$1"; fi
}
arm_systemd() {
  left=$(( $1 - $(now) )); [ "$left" -gt 0 ] || left=1
  printf '%s\\n' '[Unit]' "Description=induk: ends the freeze of $ENGINE" \\
    'After=mariadb.service mysql.service postgresql.service apache2.service nginx.service' \\
    '[Service]' 'Type=simple' "ExecStart=$here/agent due" 'Restart=on-failure' 'RestartSec=5' \\
    > "$units/$unit.service"
  printf '%s\\n' '[Unit]' "Description=induk: watches the freeze of $ENGINE" '[Timer]' \\
    "OnCalendar=$(date -u -d "@$1" '+%Y-%m-%d %H:%M:%S UTC')" 'Persistent=true' \\
    "OnActiveSec=$left" 'AccuracySec=100ms' \\
    > "$units/$unit.timer"
  mkdir -p "$units/timers.target.wants"
  ln -sf "../$unit.timer" "$units/timers.target.wants/$unit.timer"
  sync "$units/$unit.timer" 2>/dev/null || sync
  # The next boot reads these by itself. To have them read now takes long, while people wait: until
  # then a transient one watches, of a name of its own, since another's service may be at work.
  systemd-run --quiet --collect "--unit=$unit:$$" "--on-active=$left" \\
    --timer-property=AccuracySec=100ms -p Restart=on-failure -p RestartSec=5 "$here/agent" due \\
    2>/dev/null || {
    systemctl daemon-reload && systemctl restart "$unit.timer" && systemctl is-active --quiet "$unit.timer"
  }
}
arm_plain() {
  [ ! -d /etc/cron.d ] || printf '* * * * * root %s/agent due\\n' "$here" > "/etc/cron.d/$unit"
  setsid sh -c 'exec 9>&-; while sleep 1; do
    [ -e "$1/agent" ] || exit
    [ "$(date +%s)" -lt "$2" ] || ! "$1/agent" due || exit; done' sh "$here" "$1" </dev/null >/dev/null 2>&1 &
}
disarm() {
  rm -f "/etc/cron.d/$unit"
  if [ -e "$units/$unit.timer" ]; then
    systemctl stop "$unit.timer" "$unit:*.timer" >/dev/null 2>&1
    rm -f "$units/$unit.timer" "$units/$unit.service" "$units/timers.target.wants/$unit.timer" \\
      "/var/lib/systemd/timers/stamp-$unit.timer"
    systemctl daemon-reload >/dev/null 2>&1
  fi
  return 0
}
`;
