/** The server of an app that is no manager: it builds the app's images for one, and no more. */
import { createReadStream } from 'node:fs';
import { Fault } from '../../fault.js';
import type { Connection } from '../../server/connection.js';
import { rootScript } from '../../server/setup/root.js';
import type { Hands } from '../apply/hands.js';
import { jobsFolder } from './account.js';
import type { Way } from './job.js';

/** What a builder says, a line of JSON each. */
export type BuilderLine =
  | { type: 'progress'; message: string }
  | { type: 'fault'; code: string; args: Fault['args']; logTail: string[] }
  | { type: 'result'; reference?: string };

/**
 * Works on an app's server with a key that can build this app there and do nothing else.
 *
 * @param connection as that key's account
 * @param source file with the tar stream as it came
 */
export function builderHands(connection: Connection, source: string, signal: AbortSignal): Hands {
  return {
    async build({ reference }, { say }) {
      const options = { stdin: createReadStream(source), signal, say };
      const built = await ask(connection, 'build', options);
      // Its job was written by another induk than the manager's.
      if (built === reference) return;
      throw new Fault('DEP025', { server: connection.server, built: built ?? '–', reference });
    },
    // A key deploys what is built by induk's own recipes, and those declare none.
    volumesOf: async () => [],
    async tidy() {
      await ask(connection, 'tidy', { signal, say: () => undefined });
    },
  };
}

interface Asking {
  stdin?: NodeJS.ReadableStream;
  signal: AbortSignal;
  say: (message: string) => void;
}

/** @returns the image it made. @throws what it failed with; DEP026 when it said nothing of it */
async function ask(
  connection: Connection,
  what: 'build' | 'tidy',
  { say, ...options }: Asking,
): Promise<string | undefined> {
  let rest = '';
  let built: string | undefined;
  let fault: Fault | undefined;
  const hear = (text: string): void => {
    const line = lineOf(text);
    if (line?.type === 'progress') say(line.message);
    if (line?.type === 'result') built = line.reference;
    if (line?.type === 'fault') fault = new Fault(line.code, line.args, { logTail: line.logTail });
  };
  // A build on a poor line takes as long as it takes; a connection that is lost is noticed.
  const { code, stderr } = await connection.exec([what], {
    ...options,
    timeout: 0,
    onStdout: (chunk) => {
      const lines = `${rest}${chunk}`.split('\n');
      rest = lines.pop() ?? '';
      for (const text of lines) hear(text);
    },
  });
  if (fault !== undefined) throw fault;
  if (code === 0) return built;
  const logTail = stderr.trim().split('\n').slice(-10);
  throw new Fault('DEP026', { server: connection.server, status: code ?? '–' }, { logTail });
}

function lineOf(text: string): BuilderLine | undefined {
  try {
    return JSON.parse(text) as BuilderLine;
  } catch {
    // What the engine's own client says.
    return undefined;
  }
}

/**
 * Whether a manager gets to the builder, as its deployments will.
 * @returns why not; undefined when it does
 */
export async function wayProblem(
  manager: Connection,
  engineName: string,
  { address, port, user }: Way,
  hostKeyLine: string,
): Promise<string | undefined> {
  const known = `${port === 22 ? address : `[${address}]:${port}`} ${hostKeyLine}`;
  const args = [`${jobsFolder}/${engineName}/key`, String(port), `${user}@${address}`, known];
  const said = await rootScript(manager, tryWay, args);
  return said.trim() === '' ? undefined : (said.trim().split('\n').at(-1) ?? '');
}

const tryWay = `
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
printf '%s\\n' "$4" > "$dir/known_hosts"
said=$(ssh -F none -T -n -i "$1" -o IdentitiesOnly=yes -o BatchMode=yes \\
  -o StrictHostKeyChecking=yes -o UserKnownHostsFile="$dir/known_hosts" -o ConnectTimeout=10 \\
  -p "$2" "$3" check 2>&1) || printf '%s\\n' "\${said:-ssh ended with status $?}"`;
