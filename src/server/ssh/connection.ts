/** A server over SSH: commands, engine API and forwards on one connection. */
import type { Duplex } from 'node:stream';
import { setTimeout } from 'node:timers/promises';
import type Docker from 'dockerode';
import type { Client, ClientChannel } from 'ssh2';
import { Fault } from '../../fault.js';
import type { Connection, ExecOptions, ExecResult } from '../connection.js';
import type { EngineAgent } from '../engine/agent.js';
import { ChannelStream } from '../engine/channel-stream.js';
import { Gate } from '../gate.js';
import { quote } from '../quote.js';
import { outcome } from './exec.js';

/** sshd's MaxSessions; forwards do not count. */
const sessionsAtOnce = 10;
/** Of these, so that commands always find a place beside dial-stdio. */
const enginesAtOnce = 8;

/** How the engine's API is reached; found out at the first request. */
export type EngineRoute = 'socket' | 'dial-stdio' | 'sudo dial-stdio';

export class SshConnection implements Connection {
  readonly ended: Promise<void>;
  readonly #lost: Promise<never>;
  #closing = false;
  #open = true;
  readonly #sessions = new Gate(sessionsAtOnce);
  readonly #engines = new Gate(enginesAtOnce);
  /** Set right after construction: engine client and connection need each other. */
  docker!: Docker;
  agent!: EngineAgent;
  /** Set by the first request to the engine. */
  engineRoute: EngineRoute = 'socket';
  hostKey: string | undefined;

  constructor(
    readonly server: string,
    readonly user: string,
    readonly client: Client,
    private readonly release: () => Promise<void>,
  ) {
    client.on('error', () => {});
    this.ended = new Promise((resolve) => {
      client.once('close', () => {
        this.#open = false;
        this.agent.fail(this.#gone());
        resolve();
      });
    });
    this.#lost = this.ended.then(() => Promise.reject(this.#gone()));
    this.#lost.catch(() => {});
  }

  async exec(argv: readonly string[], options: ExecOptions = {}): Promise<ExecResult> {
    options.signal?.throwIfAborted();
    const sudo = options.sudo === true && this.user !== 'root';
    const leave = await this.#sessions.enter();
    try {
      options.signal?.throwIfAborted();
      const channel = await this.#session(quote(sudo ? ['sudo', '-n', '--', ...argv] : argv));
      const running = { server: this.server, program: argv[0] ?? '', channel, lost: this.#lost };
      return await outcome(running, options);
    } finally {
      leave();
    }
  }

  forward(host: string, port: number): Promise<Duplex> {
    return this.#channel((client, callback) => {
      client.forwardOut('127.0.0.1', 0, host, port, callback);
    }).then((channel) => new ChannelStream(channel));
  }

  /** A stream to the engine's API by the present route. */
  async openEngine(): Promise<Duplex> {
    if (this.engineRoute === 'socket') {
      const channel = await this.#channel((client, callback) => {
        client.openssh_forwardOutStreamLocal('/var/run/docker.sock', callback);
      });
      return new ChannelStream(channel);
    }
    const argv = ['docker', 'system', 'dial-stdio'];
    const leaveEngines = await this.#engines.enter();
    const leaveSessions = await this.#sessions.enter();
    const leave = () => {
      leaveSessions();
      leaveEngines();
    };
    try {
      const channel = await this.#session(
        quote(this.engineRoute === 'dial-stdio' ? argv : ['sudo', '-n', '--', ...argv]),
      );
      channel.stderr.resume();
      return new ChannelStream(channel).once('close', leave);
    } catch (error) {
      leave();
      throw error;
    }
  }

  async close(): Promise<void> {
    this.#closing = true;
    if (this.#open) {
      this.agent.destroy();
      this.client.end();
      // A dead peer never answers the goodbye.
      await Promise.race([this.ended, setTimeout(2_000, undefined, { ref: false })]);
      this.client.destroy();
    }
    await this.release();
  }

  /**
   * sshd counts a session for a moment longer than its channel lives, and an administrator may
   * allow fewer than ten: a refused one is asked for again until a place is free.
   * @throws Fault SRV043 when none was for ten seconds.
   */
  async #session(command: string): Promise<ClientChannel> {
    for (let tries = 1; ; tries += 1) {
      try {
        return await this.#channel((client, callback) => {
          client.exec(command, callback);
        });
      } catch (cause) {
        if (cause instanceof Fault) {
          throw cause;
        }
        if (tries === 50) {
          throw new Fault('SRV043', { server: this.server }, { cause });
        }
      }
      await setTimeout(Math.min(20 * tries, 250));
    }
  }

  #channel(
    open: (
      client: Client,
      done: (error: Error | undefined, channel: ClientChannel) => void,
    ) => void,
  ): Promise<ClientChannel> {
    return new Promise((resolve, reject) => {
      if (!this.#open) {
        reject(this.#gone());
        return;
      }
      try {
        open(this.client, (error, channel) => {
          if (error) {
            reject(this.#open ? error : this.#gone());
          } else {
            resolve(channel);
          }
        });
      } catch {
        // ssh2 throws "Not connected" between the end of the socket and its close event.
        reject(this.#gone());
      }
    });
  }

  #gone(): Fault {
    return new Fault(this.#closing ? 'SRV042' : 'SRV040', { server: this.server });
  }
}
