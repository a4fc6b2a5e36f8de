import { Fault } from '../../fault.js';
import type { Connection } from '../../server/connection.js';
import { quote } from '../../server/quote.js';
import { agentExit, agentFolder, agentScript } from './agent-script.js';
import type { FencePlan, HeldApp } from './fence-plan.js';

/** Whatever runs commands on the old host. */
export type Shell = Pick<Connection, 'server' | 'exec'>;

/** How the old host is, as its agent says. */
export interface OldState {
  state: 'open' | 'held' | 'kept';
  /** Number of the freeze, of the newest command; 0 before the first. */
  epoch: number;
  heard: number;
  /** Seconds since 1970 by the old host's clock: when the dead man ends the freeze; 0: never. */
  deadline: number;
  web: 'app' | 'held' | 'forward';
}

const codes: Record<number, string> = {
  [agentExit.late]: 'MIG230',
  [agentExit.lost]: 'MIG231',
  [agentExit.kept]: 'MIG232',
  [agentExit.badConfig]: 'MIG233',
  [agentExit.changed]: 'MIG234',
  [agentExit.database]: 'MIG235',
  [agentExit.busy]: 'MIG236',
  [agentExit.stranger]: 'MIG265',
  [agentExit.working]: 'MIG274',
  [agentExit.shown]: 'MIG275',
};

/** As the value of a shell's variable. */
const word = (value: string): string => quote(['-', value]).slice(2);

/** Milliseconds that a command of the agent may take. */
const patience = 60_000;

/**
 * What fences, forwards and frees an app on its old host. Every command may be told again after
 * any part of it was done; `turn` grows from one to the next, and an older one is refused.
 */
export class Agent {
  readonly folder: string;

  constructor(
    private readonly shell: Shell,
    engineName: string,
  ) {
    this.folder = agentFolder(engineName);
  }

  /**
   * Writes the agent and what it will do; over an earlier one, but not while that holds the app.
   * Each version of the web server's files is tried, and none is left.
   * @throws Fault MIG232, MIG233, MIG237
   */
  async install(plan: FencePlan, signal?: AbortSignal): Promise<void> {
    const present = await this.status(signal);
    if (present !== undefined && present.state !== 'open') {
      throw new Fault('MIG232', { server: this.shell.server, reason: present.state });
    }
    const { swaps, conf, authorities } = plan;
    await this.write('ca.pem', authorities, signal);
    await this.root(['rm', '-rf', `${this.folder}/swap`], { signal });
    const text = Object.entries(conf).map(([name, value]) => `${name}=${word(value)}\n`);
    await this.write('conf', text.join(''), signal);
    for (const [index, swap] of swaps.entries()) {
      const { path, sum, kind, held, forward = held } = swap;
      const entry = Object.entries({ path, sum, kind, held, forward });
      for (const [name, value] of entry) await this.write(`swap/${index}/${name}`, value, signal);
    }
    await this.write('agent', agentScript, signal);
    await this.root(['chmod', '0700', `${this.folder}/agent`], { signal });
    await this.tell(['check'], signal);
  }

  /**
   * Asks the new server from there, as visitors will be sent on.
   * @throws Fault MIG265 when no known authority vouches for it
   */
  trusts({ to, web }: Pick<HeldApp, 'to' | 'web'>, signal?: AbortSignal): Promise<void> {
    const names = (web?.names ?? []).filter((name) => !name.includes('*'));
    const { hostname, port } = new URL(to);
    return this.tell(['trusted', `${hostname}:${port || 443}`, ...names], signal);
  }

  /**
   * Nobody can write any more when this resolves.
   * @throws Fault MIG230, MIG231, MIG233–MIG237, MIG274, MIG275
   */
  fence(turn: number, seconds: number, signal?: AbortSignal): Promise<void> {
    return this.tell(['fence', `${turn}`, `${Math.max(1, Math.ceil(seconds))}`], signal);
  }

  /** Ends a freeze. @throws Fault MIG232 when the app lives elsewhere already */
  unfence(turn: number, signal?: AbortSignal): Promise<void> {
    return this.tell(['unfence', `${turn}`], signal);
  }

  /**
   * Takes the dead man away: the fence stays until `release`.
   * @throws Fault MIG231 when the fence of that freeze did not stand without a gap
   */
  keep(turn: number, epoch: number, signal?: AbortSignal): Promise<void> {
    return this.tell(['keep', `${turn}`, `${epoch}`], signal);
  }

  /** Frees the app, also when it was kept: only once nobody writes elsewhere. */
  release(turn: number, signal?: AbortSignal): Promise<void> {
    return this.tell(['release', `${turn}`], signal);
  }

  /** The old web server sends visitors on, or says again that the app is away. */
  forward(turn: number, version: 'forward' | 'held', signal?: AbortSignal): Promise<void> {
    return this.tell(['forward', `${turn}`, version], signal);
  }

  /** Takes the agent away. @throws Fault MIG232 while it holds the app */
  async remove(signal?: AbortSignal): Promise<void> {
    if ((await this.status(signal)) !== undefined) await this.tell(['remove'], signal);
  }

  /** @returns undefined where there is no agent */
  async status(signal?: AbortSignal): Promise<OldState | undefined> {
    const script = 'if [ -e "$1/agent" ]; then exec "$1/agent" status; fi';
    const { code, stdout, stderr } = await this.root(['sh', '-c', script, 'sh', this.folder], {
      signal,
    });
    if (code !== 0) throw this.faultOf(code, stderr);
    const [state, epoch, heard, deadline, web] = stdout.trim().split(' ');
    if (web === undefined) return undefined;
    return {
      state: state as OldState['state'],
      epoch: Number(epoch),
      heard: Number(heard),
      deadline: Number(deadline),
      web: web as OldState['web'],
    };
  }

  private async tell(words: string[], signal?: AbortSignal): Promise<void> {
    const { code, stderr } = await this.root([`${this.folder}/agent`, ...words], { signal });
    if (code !== 0) throw this.faultOf(code, stderr);
  }

  private async write(name: string, text: string, signal?: AbortSignal): Promise<void> {
    const script = 'umask 077; mkdir -p "$(dirname "$1")" && cat > "$1"';
    const path = `${this.folder}/${name}`;
    const stdin = Buffer.from(text, 'latin1');
    const { code, stderr } = await this.root(['sh', '-c', script, 'sh', path], { stdin, signal });
    if (code !== 0) throw this.faultOf(code, stderr);
  }

  private root(argv: string[], options: { stdin?: Buffer; signal?: AbortSignal | undefined }) {
    const { stdin, signal } = options;
    return this.shell.exec(argv, {
      sudo: true,
      timeout: patience,
      ...(stdin === undefined ? {} : { stdin }),
      ...(signal === undefined ? {} : { signal }),
    });
  }

  private faultOf(code: number | null, stderr: string): Fault {
    const lines = stderr.trim().split('\n');
    const reason = (lines.at(-1) || `exit status ${code}`).slice(0, 300);
    const logTail = lines.slice(-10);
    const args = { server: this.shell.server, reason };
    return new Fault(codes[code ?? -1] ?? 'MIG237', args, { logTail });
  }
}
