/**
 * Part of the agent, and of what looks before a freeze: who works for the app at this moment. That
 * the web server says that the app is away ends no request that began before, and a job that is off
 * goes on if it has begun. A database takes nothing of them; files would, after they were compared.
 *
 * PHP runs a script in the script's own folder, jobs mostly name theirs: so a process shows by its
 * working directory, its command line, or a file open for writing which app it works for. Only of a
 * request that is still being received nobody knows, so one that began before counts for this app.
 */
export const workPart = `
# Sets \`working\`: programs and their numbers; \`receiving\`: web workers that have a file open for
# what is sent to them, and are at no app's script yet.
find_work() {
  working= receiving=
  [ -n "\${FOLDERS:-}" ] || return 0
  set --
  while IFS= read -r folder; do
    set -- "$@" -lname "$folder" -o -lname "$folder/*" -o
  done <<LIST
$FOLDERS
LIST
  for link in $(find /proc/[0-9]*/cwd /proc/[0-9]*/fd -maxdepth 1 \\( "$@" \\
      -lname '*/php??????' -o -lname '*/nginx/body/*' -o -lname '*/client_body*/*' \\) 2>/dev/null); do
    process=\${link#/proc/} process=\${process%%/*}
    judge_link
  done
  for link in $(grep -lszE -e "$COMMANDS" /proc/[0-9]*/cmdline); do
    process=\${link#/proc/} process=\${process%%/*}
    if is_program && runs_code; then note_working; fi
  done
}
judge_link() {
  is_program || return 0
  case $link in
    */cwd) if runs_code; then note_working; fi; return 0;;
  esac
  opened=$(readlink "$link") || return 0
  if is_in "$opened"; then
    # A log is open at its end all the time.
    case $(sed -n 's/^flags:[^0-9]*//p' "/proc/$process/fdinfo/\${link##*/}" 2>/dev/null) in
      *[2367]???|*[04]) return 0;;
      *) note_working;;
    esac
  elif is_web; then
    # In a folder of somebody else a script of another app runs already.
    at=$(readlink "/proc/$process/cwd") || return 0
    if [ "$at" = / ] || is_above "$at"; then receiving="$receiving $process"; fi
  fi
}
# A script that is run by its own name has that one, whatever runs it.
is_program() {
  program=$(readlink "/proc/$process/exe") || return 1
  program=\${program##*/}
  [ -z "\${JOBS_ONLY:-}" ] || ! is_web
}
is_web() { case $program in apache2*|httpd*|nginx*|php*-fpm*|php*-cgi*|lsphp*) true;; *) false;; esac; }
# What is at a terminal is a person's; programs that serve by themselves are none of the app's.
runs_code() {
  case $program in
    # Its pool may keep it in that folder; with a request it has that one's socket, too.
    php*-fpm*) [ "$(find "/proc/$process/fd" -lname 'socket:*' 2>/dev/null | wc -l)" -gt 1 ] || return 1;;
    apache2*|httpd*|php*|lsphp*|sh|dash*|bash*|busybox*|python*|perl*|ruby*) ;;
    *) return 1;;
  esac
  set -- $(status_of "$process")
  [ "\${5:-0}" = 0 ] && ! is_asking
}
status_of() { sed 's/.*) //' "/proc/$1/stat" 2>/dev/null; }
# Whoever runs this came by a shell, whose folder may be the app's.
is_asking() {
  one=$$
  while [ "\${one:-0}" -gt 1 ]; do
    [ "$one" != "$process" ] || return 0
    set -- $(status_of "$one")
    one=\${2:-0}
  done
  return 1
}
note_working() {
  case "$working," in
    *" $process,"*) ;;
    *) working="$working\${working:+, }$(cat "/proc/$process/comm" 2>/dev/null) $process";;
  esac
}
is_in() {
  printf '%s\\n' "$FOLDERS" | { while IFS= read -r folder; do
    case $1 in $folder|$folder/*) exit 0;; esac
  done; exit 1; }
}
is_above() {
  printf '%s\\n' "$FOLDERS" | { while IFS= read -r folder; do
    case /\${folder#'[/]'} in "$1"/*) exit 0;; esac
  done; exit 1; }
}
`;

/** Variables of `workPart`: patterns that do not match what has them on its own command line. */
export function workplaces(folders: readonly string[]): Record<'FOLDERS' | 'COMMANDS', string> {
  const lines = folders.filter((folder) => /^\/[^\n]+$/.test(folder)).map((path) => path.slice(1));
  const names = lines.map((path) => `[/]${path.replaceAll(/[\\^$.*+?()[\]{}|]/g, '\\$&')}`);
  return {
    FOLDERS: lines.map((path) => `[/]${path.replaceAll(/[\\*?[]/g, '\\$&')}`).join('\n'),
    COMMANDS: `(^|[[:space:]="'])(${names.join('|')})(/|[[:space:];"']|$)`,
  };
}
