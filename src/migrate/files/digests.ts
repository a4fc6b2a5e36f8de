/** Digests of what is on the old host, taken there. */
import { posix } from 'node:path';
import { Fault } from '../../fault.js';
import type { MovedFolder } from '../mover/model.js';
import type { OldHost } from '../mover/old-host.js';
import { plainPattern } from './rsync.js';
import type { Problem } from './rsync-output.js';

/**
 * SHA-256 of a folder's files, computed where they are and read as they come. Both programs say
 * how they ended, so that a list that is cut short is never taken for a whole one.
 * @param since seconds since 1970 by the old host's clock: only files changed after it, by ctime
 * @param onUnread takes what could not be read, at the end
 * @throws Fault MIG055; MIG100 when the link was cut
 */
export async function* oldDigests(
  { path, exclude = [] }: MovedFolder,
  host: OldHost,
  since: number | undefined,
  onUnread: (problems: Problem[]) => void,
): AsyncGenerator<{ digest: string; path: Buffer }> {
  const pruned = exclude.map((each) => `./${plainPattern(each)}`);
  const args = [path, since === undefined ? '' : `@${since}`, ...pruned];
  const running = host.stream(digestScript, args, { sudo: host.sudo });
  const messages: string[] = [];
  try {
    yield* readDigests(running.stdout);
    const ended = await running.ended;
    messages.push(...ended.messages.split('\n').filter((line) => line !== ''));
    if (ended.code !== 0 || !isWhole(messages)) throw hashFault(host, messages, ended.code);
    onUnread(unreadIn(messages, path));
  } finally {
    running.stop();
  }
}

/** Two programs in a row on the old host; neither writes anything there. */
const digestScript = `
cd -- "$1" || exit 66
since=$2; shift 2
command -v sha256sum >/dev/null && command -v xargs >/dev/null || exit 67
count=$#
while [ "$count" -gt 0 ]; do
  set -- "$@" -path "$1" -prune -o; shift; count=$((count - 1))
done
[ -z "$since" ] || set -- "$@" -newerct "$since"
exec 3>&2
{ find . "$@" -type f -print0; echo "induk find $?" >&3; } | xargs -0 -r sha256sum -z --
echo "induk hash $?" >&2`;

/** Both ended by themselves; 1 and 123: something could not be read, which they have said. */
function isWhole(messages: string[]): boolean {
  const find = messages.some((line) => /^induk find [01]$/.test(line));
  return find && messages.some((line) => /^induk hash (0|123)$/.test(line));
}

/** `<digest>  ./<path>` and a zero byte, each. */
async function* readDigests(
  input: AsyncIterable<Buffer>,
): AsyncGenerator<{ digest: string; path: Buffer }> {
  let kept = Buffer.alloc(0);
  for await (const chunk of input) {
    const bytes = kept.length === 0 ? chunk : Buffer.concat([kept, chunk]);
    let at = 0;
    for (let end = bytes.indexOf(0); end >= 0; end = bytes.indexOf(0, at)) {
      const record = bytes.subarray(at, end);
      yield { digest: record.toString('latin1', 0, 64), path: record.subarray(68) };
      at = end + 1;
    }
    kept = Buffer.from(bytes.subarray(at));
  }
}

/** What find and sha256sum could not read; what vanished meanwhile the dry run tells. */
const unreadIn = (messages: readonly string[], folder: string): Problem[] =>
  messages.flatMap((line): Problem[] => {
    const [, name, reason] = /^(?:find|sha256sum): [‘'"]?(.*?)[’'"]?: (.*)$/.exec(line) ?? [];
    if (name === undefined || reason === undefined) return [];
    const path = posix.join(folder, name);
    return [{ kind: /No such file/.test(reason) ? 'vanished' : 'unreadable', path, reason }];
  });

function hashFault(host: OldHost, messages: string[], code: number | null): Fault {
  if (code === 255) return host.lost(messages.join('\n'));
  const reason = messages.at(-1) ?? `exit status ${code}`;
  return new Fault('MIG055', { address: host.server, reason: reason.slice(0, 300) });
}
