/** This machine: processes and its own engine's socket, without SSH. */
import { spawn } from 'node:child_process';
import { connect as connectSocket } from 'node:net';
import { userInfo } from 'node:os';
import type { Duplex } from 'node:stream';
import type Docker from 'dockerode';
import { Fault } from '../fault.js';
import type { Connection, ExecOptions, ExecResult } from './connection.js';
import { EngineAgent } from './engine/agent.js';
import { engineClient } from './engine/client.js';
import { feed } from './feed.js';
import { Output } from './output.js';
import { defaultTimeout } from './ssh/exec.js';

const engineSocket = '/var/run/docker.sock';

/** Connects to this machine; nothing is opened until the first request. */
export async function connectLocal(server: string): Promise<Connection> {
  const { username } = userInfo();
  const agent = new EngineAgent(() => openEngine(server, username));
  const docker = await engineClient(server, agent);
  return new LocalConnection(server, username, docker, agent);
}

class LocalConnection implements Connection {
  readonly ended: Promise<void>;
  #end = () => {};

  constructor(
    readonly server: string,
    readonly user: string,
    readonly docker: Docker,
    private readonly agent: EngineAgent,
  ) {
    this.ended = new Promise((resolve) => {
      this.#end = resolve;
    });
  }

  exec(argv: readonly string[], options: ExecOptions = {}): Promise<ExecResult> {
    const sudo = options.sudo === true && process.getuid?.() !== 0;
    return run(this.server, sudo ? ['sudo', '-n', '--', ...argv] : argv, options);
  }

  forward(host: string, port: number): Promise<Duplex> {
    return opened(connectSocket({ host, port, noDelay: true }));
  }

  async close(): Promise<void> {
    this.agent.destroy();
    this.#end();
  }
}

/**
 * Runs argv without a shell. A program that is not there gives 127, as a shell would.
 * @throws Fault SRV041 when it did not finish in time; the signal's reason when aborted.
 */
function run(server: string, argv: readonly string[], options: ExecOptions): Promise<ExecResult> {
  const { timeout = defaultTimeout, signal } = options;
  signal?.throwIfAborted();
  const [program = '', ...args] = argv;
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { stdio: 'pipe' });
    const stdout = new Output(options.onStdout);
    const stderr = new Output(options.onStderr);
    const finish = (act: () => void) => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', abort);
      act();
    };
    const giveUp = (reason: unknown) =>
      finish(() => {
        child.kill();
        reject(reason);
      });
    const abort = () => giveUp(signal?.reason);
    const late = () =>
      giveUp(new Fault('SRV041', { server, command: program, seconds: timeout / 1000 }));
    const timer = timeout > 0 ? setTimeout(late, timeout) : undefined;
    signal?.addEventListener('abort', abort, { once: true });
    child.stdout.on('data', (chunk: Buffer) => stdout.add(chunk));
    child.stderr.on('data', (chunk: Buffer) => stderr.add(chunk));
    child.once('error', (error) =>
      finish(() => resolve({ code: 127, stdout: '', stderr: error.message })),
    );
    child.once('close', (code) =>
      finish(() => resolve({ code, stdout: `${stdout}`, stderr: `${stderr}` })),
    );
    feed(child.stdin, options.stdin);
  });
}

const socketFaults: Record<string, string> = {
  EACCES: 'SRV030',
  ECONNREFUSED: 'SRV031',
  ENOENT: 'SRV031',
};

async function openEngine(server: string, user: string): Promise<Duplex> {
  try {
    return await opened(connectSocket(engineSocket));
  } catch (cause) {
    const code = socketFaults[(cause as NodeJS.ErrnoException).code ?? ''];
    throw code === undefined ? cause : new Fault(code, { server, user }, { cause });
  }
}

function opened(socket: ReturnType<typeof connectSocket>): Promise<Duplex> {
  return new Promise((resolve, reject) => {
    socket.once('error', reject);
    socket.once('connect', () => {
      socket.off('error', reject);
      resolve(socket);
    });
  });
}
