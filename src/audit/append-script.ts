/**
 * Appends one record on the server: `sh -c SCRIPT induk-audit FILE BYTES`, the record's
 * JSON without its opening brace on stdin; prints the line's number and SHA-256.
 *
 * Number and link are added here, under the lock, so that parallel appenders need one
 * round trip each and no second try. BYTES guards against a connection lost half way
 * through stdin. A last line without its line break was never acknowledged (power
 * loss, full disk) and is taken away before the next one. coreutils and util-linux.
 */
export const appendScript = String.raw`
set -eu
LC_ALL=C
export LC_ALL
umask 077
file=$1
folder=$(dirname "$file")
rest=$(cat)
if [ "\${#rest}" -ne "$2" ]; then echo 'record cut off' >&2; exit 65; fi
(umask 022; mkdir -p "$(dirname "$folder")")
mkdir -p "$folder"
exec 9>>"$file"
if ! flock -w 20 9; then echo 'busy' >&2; exit 75; fi
size=$(stat -c %s "$file")
if [ "$size" -gt 0 ] && [ "$(tail -c 1 "$file" | wc -l)" -eq 0 ]; then
  size=$((size - $(tail -n 1 "$file" | wc -c)))
  truncate -s "$size" "$file"
fi
prev=0000000000000000000000000000000000000000000000000000000000000000
if [ "$size" -gt 0 ]; then prev=$(tail -n 1 "$file" | sha256sum | cut -c 1-64); fi
seq=$(($(wc -l < "$file") + 1))
line="{\"seq\":$seq,\"prev\":\"$prev\",$rest"
if ! printf '%s\n' "$line" >&9; then truncate -s "$size" "$file"; exit 74; fi
sync -d "$file"
if [ "$seq" -eq 1 ]; then sync "$folder"; fi
printf '%s %s\n' "$seq" "$(printf '%s\n' "$line" | sha256sum | cut -c 1-64)"
`.replaceAll('\\${', '${');
