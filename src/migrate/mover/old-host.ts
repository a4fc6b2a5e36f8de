/** The old host as a mover reaches it: commands over ssh, some of which stream. */
import { spawn } from 'node:child_process';
import { Fault } from '../../fault.js';
import type { Connection, ExecOptions, ExecResult } from '../../server/connection.js';
import { connectLocal } from '../../server/local.js';
import { type Ended, endOf, type Running } from '../../server/program.js';
import { quote } from '../../server/quote.js';
import { identityFiles } from './identity.js';
import type { OldAddress } from './model.js';

/** Whatever runs commands on the old host: a mover's ssh, or the operator's own connection. */
export type Shell = Pick<Connection, 'server' | 'exec'>;

/** ssh's own status; a program of the old host hardly ever has it. */
const linkLost = 255;

/** Seconds between signs of life to a program on the old host. */
const beat = 5;

/**
 * Runs a program on the old host so that it ends when nobody listens any more, also when the link
 * was cut without a word: sshd would keep it for hours, and a dump keeps tables locked. The first
 * line of standard input is a secret for the program's environment; then a byte comes every
 * few seconds, and when none has come for four of those the program is ended.
 */
const tethered = `
IFS= read -r secret || exit 1
exec 3<&0
secret=$secret "$@" </dev/null & pid=$!
{ while [ -n "$(timeout ${4 * beat} head -c 1 <&3)" ]; do :; done
  kill $pid; } >/dev/null 2>&1 & tether=$!
wait $pid; code=$?
kill $tether 2>/dev/null
exit $code`;

export class OldHost implements Shell {
  readonly server: string;
  readonly user: string;
  readonly config: string;

  /** @param job folder in which `pinOldHost` has written how it is reached */
  constructor(
    job: string,
    { address, user }: OldAddress,
    readonly sudo: boolean,
  ) {
    this.server = address;
    this.user = user;
    this.config = identityFiles(job).config;
  }

  /** argv as the old host's shell gets it, through sudo where root is wanted and is somebody else. */
  argvOf(argv: readonly string[], sudo = false): string[] {
    const through = sudo && this.user !== 'root' ? ['sudo', '-n', '--'] : [];
    return ['ssh', '-F', this.config, 'old', '--', quote([...through, ...argv])];
  }

  /** @throws Fault MIG100 when the link is down */
  async exec(argv: readonly string[], options: ExecOptions = {}): Promise<ExecResult> {
    const { sudo = false, ...rest } = options;
    const local = await connectLocal(this.server);
    try {
      const result = await local.exec(this.argvOf(argv, sudo), rest);
      if (result.code === linkLost) throw this.lost(result.stderr);
      return result;
    } finally {
      await local.close();
    }
  }

  /**
   * Starts a constant script whose output is read as it comes; it finds `secret` in its
   * environment, and neither outlives this process nor a cut link for long.
   */
  stream(script: string, args: readonly string[], { secret = '', sudo = false } = {}): Running {
    const argv = ['sh', '-c', tethered, 'sh', 'sh', '-c', script, 'sh', ...args];
    const [program, ...words] = this.argvOf(argv, sudo) as [string, ...string[]];
    const child = spawn(program, words, { stdio: ['pipe', 'pipe', 'pipe'] });
    child.stdin.on('error', () => {});
    child.stdin.write(`${secret}\n`);
    const pulse = setInterval(() => child.stdin.write('.'), beat * 1000);
    const ended = endOf(child).finally(() => clearInterval(pulse));
    return { stdout: child.stdout, ended, stop: () => void child.kill() };
  }

  lost(messages: string): Fault {
    const reason = messages.trim().split('\n').at(-1) || 'the connection was lost';
    return new Fault('MIG100', { address: this.server, reason: reason.slice(0, 300) });
  }
}

/** Whether a program over ssh ended because the link did. */
export const isLinkLost = ({ code }: Pick<Ended, 'code'>): boolean => code === linkLost;

/**
 * Runs a constant script on the old host; data comes in as `"$1"`, `"$2"` …
 * @returns its standard output
 * @throws Fault MIG102 with the end of what it said
 */
export async function runScript(
  host: Shell,
  script: string,
  args: readonly string[] = [],
  options: ExecOptions = {},
): Promise<string> {
  const { code, stdout, stderr } = await host.exec(['sh', '-ec', script, 'sh', ...args], options);
  if (code === 0) return stdout;
  const lines = stderr.split('\n').filter((line) => line.trim() !== '');
  const reason = (lines.at(-1) ?? `exit status ${code}`).slice(0, 300);
  throw new Fault('MIG102', { address: host.server, reason }, { logTail: lines.slice(-20) });
}
