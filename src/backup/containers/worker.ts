/** Workers: containers of induk's own image, next to the data they back up or bring back. */

import { createInterface } from 'node:readline';
import { PassThrough } from 'node:stream';
import type Docker from 'dockerode';
import { Fault } from '../../fault.js';
import type { Connection } from '../../server/connection.js';
import { unlessAlready, unlessGone } from '../../server/engine/answers.js';

export interface WorkerSpec {
  name: string;
  image: string;
  /** What to do, and its arguments; never a secret. */
  args: string[];
  labels: Record<string, string>;
  /** `<volume or folder>:<path>[:ro]`. */
  binds: string[];
  network?: string;
  /** Whether it runs all the time, and again after a crash of the engine or its own. */
  isLasting?: boolean;
  /** Whether people wait for it, and it is started again until it ends well. */
  isUrgent?: boolean;
  /** Its weight where several want a processor; an app's containers have 1,024. */
  cpuShares?: number;
  /** Its output is nothing for the engine's log on the server's disk: secrets, or much of it. */
  unlogged?: boolean;
}

/** What a worker says on its standard output, a JSON document a line. */
export type WorkerLine =
  | { type: 'progress'; message: string }
  | { type: 'result'; data: unknown }
  | { type: 'fault'; code: string; args: Record<string, string | number>; logTail?: string[] };

export interface Following {
  say: (message: string) => void;
  signal?: AbortSignal;
}

const engineSocket = '/var/run/docker.sock:/var/run/docker.sock';

/** The engine's notation of a worker; most are started again by a timer, and not by the engine. */
export function workerOptions(spec: WorkerSpec, stdin: boolean): Docker.ContainerCreateOptions {
  return {
    name: spec.name,
    Image: spec.image,
    Cmd: spec.args,
    Labels: spec.labels,
    OpenStdin: stdin,
    StdinOnce: stdin,
    HostConfig: {
      Binds: [engineSocket, ...spec.binds],
      NetworkMode: spec.network ?? 'bridge',
      ...(spec.isLasting ? { RestartPolicy: { Name: 'unless-stopped' } } : {}),
      ...(spec.isUrgent ? { RestartPolicy: { Name: 'on-failure' } } : {}),
      LogConfig:
        spec.unlogged === true
          ? { Type: 'none', Config: {} }
          : { Type: 'json-file', Config: { 'max-size': '1m', 'max-file': '2' } },
      // Backups wait for the apps, not the other way round.
      ...(spec.isUrgent ? {} : { CpuShares: spec.cpuShares ?? 256, BlkioWeight: 100 }),
    },
  };
}

/**
 * Runs a worker once, its job on standard input, and takes its container away.
 * @param content what follows the job there, at the pace at which it is read
 * @returns what it answered
 * @throws the Fault it ended with; BAK091 when it said nothing; what reading the content throws
 */
export async function askWorker<T>(
  connection: Connection,
  spec: WorkerSpec,
  job: unknown,
  following: Following,
  content?: AsyncIterable<Buffer>,
): Promise<T> {
  const container = await connection.docker.createContainer(workerOptions(spec, true));
  try {
    const stream = await container.attach({
      stream: true,
      stdin: true,
      stdout: true,
      stderr: true,
      hijack: true,
    });
    await container.start();
    stream.write(`${JSON.stringify(job)}\n`);
    if (content === undefined) {
      stream.end();
      return await follow<T>(connection, container, stream, following);
    }
    const answered = follow<T>(connection, container, stream, following);
    // One that was fed half would only say that it was; one that ended early says why itself.
    await feed(content, stream, answered);
    return await answered;
  } finally {
    await container.remove({ force: true, v: true }).catch(unlessGone);
  }
}

/**
 * @param ended settles when nobody reads any more
 * @throws what reading the content throws, and nothing that writing does
 */
async function feed(
  content: AsyncIterable<Buffer>,
  stream: NodeJS.ReadWriteStream,
  ended: Promise<unknown>,
): Promise<void> {
  let isOpen = true;
  let goOn: () => void = () => undefined;
  const shut = (): void => {
    isOpen = false;
    goOn();
  };
  ended.then(shut, shut);
  stream.once('close', shut).once('error', shut);
  stream.on('drain', () => goOn());
  for await (const chunk of content) {
    if (!isOpen) return;
    if (stream.write(chunk)) continue;
    await new Promise<void>((resolve) => {
      goOn = resolve;
      if (!isOpen) resolve();
    });
  }
  stream.end();
}

/**
 * Starts a worker that is there already, or joins the run that is under way.
 * @returns what it answered
 */
export async function runWorker<T>(
  connection: Connection,
  name: string,
  following: Following,
): Promise<T> {
  const container = connection.docker.getContainer(name);
  const stream = await container.attach({ stream: true, stdout: true, stderr: true });
  await container.start().catch((error: unknown) => {
    unlessAlready(error);
    following.say('a run is under way already: waiting for it');
  });
  return follow<T>(connection, container, stream, following);
}

async function follow<T>(
  connection: Connection,
  container: Docker.Container,
  stream: NodeJS.ReadWriteStream,
  { say, signal }: Following,
): Promise<T> {
  const stdout = new PassThrough();
  const stderr = new PassThrough();
  const end = (): void => {
    stdout.end();
    stderr.end();
  };
  stream.once('end', end).once('close', end).once('error', end);
  container.modem.demuxStream(stream, stdout, stderr);
  const stop = (): void => void container.stop({ t: 20 }).catch(() => undefined);
  signal?.addEventListener('abort', stop, { once: true });
  try {
    const tail: string[] = [];
    const errors = tailOf(stderr, tail);
    let last: WorkerLine | undefined;
    for await (const text of createInterface({ input: stdout })) {
      const line = parse(text);
      if (line?.type === 'progress') say(line.message);
      else if (line !== undefined) last = line;
    }
    await errors;
    const { StatusCode } = (await container.wait()) as { StatusCode: number };
    signal?.throwIfAborted();
    if (last?.type === 'result' && StatusCode === 0) return last.data as T;
    if (last?.type === 'fault')
      throw new Fault(last.code, last.args, { logTail: last.logTail ?? tail });
    const args = { server: connection.server, code: StatusCode };
    throw new Fault('BAK091', args, { logTail: tail });
  } finally {
    signal?.removeEventListener('abort', stop);
  }
}

async function tailOf(input: PassThrough, tail: string[]): Promise<void> {
  for await (const text of createInterface({ input })) {
    tail.push(text);
    if (tail.length > 20) tail.shift();
  }
}

function parse(text: string): WorkerLine | undefined {
  try {
    return JSON.parse(text) as WorkerLine;
  } catch {
    return undefined;
  }
}
