/** Jobs of an app that run on its old host: waited for while nobody is kept from writing yet. */
import { setTimeout } from 'node:timers/promises';
import { Fault } from '../../fault.js';
import { runScript, type Shell } from '../mover/old-host.js';
import { agentFolder } from './agent-script.js';
import { workPart } from './agent-work.js';

/** Looks, one a second. */
const looks = 30;

/**
 * Resolves when none runs. What serves visitors does not count: it ends with the freeze.
 * @param say what is waited for
 * @throws Fault MIG274 for what does not end
 */
export async function awaitJobs(
  shell: Shell,
  engineName: string,
  { signal, say, pause = 1_000 }: Waiting,
): Promise<void> {
  for (let look = 1; ; look += 1) {
    const running = await runScript(shell, script, [agentFolder(engineName)], {
      sudo: true,
      signal,
    });
    if (running === '') return;
    if (look === looks) throw new Fault('MIG274', { server: shell.server, reason: running });
    if (look === 1) say(`waiting until jobs of the app on the old host have ended: ${running}`);
    await setTimeout(pause, undefined, { signal });
  }
}

interface Waiting {
  signal: AbortSignal;
  say: (message: string) => void;
  /** Milliseconds between two looks. */
  pause?: number;
}

/** The agent knows the app's folders; none is named here, where it would be seen as work itself. */
const script = `
[ -e "$1/conf" ] || exit 0
. "$1/conf"
${workPart}
JOBS_ONLY=1
find_work
printf '%s' "$working"`;
