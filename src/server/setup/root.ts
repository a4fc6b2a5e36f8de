/** Root's hands on a server: commands that must succeed and files that are replaced whole. */
import { Fault } from '../../fault.js';
import type { Connection, ExecOptions } from '../connection.js';
import { tail } from '../facts.js';

/**
 * Runs argv as root and returns its stdout.
 * @throws Fault SRV062 with the end of its output when the status is not 0.
 */
export async function asRoot(
  connection: Connection,
  argv: readonly string[],
  options: ExecOptions = {},
): Promise<string> {
  const result = await connection.exec(argv, { ...options, sudo: true });
  if (result.code !== 0) {
    const args = {
      server: connection.server,
      command: argv[0] ?? '',
      code: String(result.code),
    };
    throw new Fault('SRV062', args, { logTail: tail(`${result.stdout}\n${result.stderr}`) });
  }
  return result.stdout;
}

/** Runs a constant script as root; data comes in as `"$1"`, `"$2"` …, never inside the text. */
export function rootScript(
  connection: Connection,
  script: string,
  args: readonly string[] = [],
  options: ExecOptions = {},
): Promise<string> {
  return asRoot(connection, ['sh', '-ec', script, 'sh', ...args], options);
}

/**
 * Writes a file owned by root: to a temporary name beside it, synced, then renamed, so that a
 * reader or a power cut sees the old or the new content and never a part.
 */
export async function writeRootFile(
  connection: Connection,
  path: string,
  content: string,
  mode = '0644',
): Promise<void> {
  const script = `
mkdir -p "$(dirname "$1")"
new=$(mktemp "$1.XXXXXX")
trap 'rm -f "$new"' EXIT
cat > "$new"
chmod "$2" "$new"
sync "$new"
mv -f "$new" "$1"
trap - EXIT`;
  await rootScript(connection, script, [path, mode], { stdin: content });
}
