/** The mover of an app on its new server: placed, started, looked on at, whoever goes away. */
import { createInterface } from 'node:readline';
import { PassThrough } from 'node:stream';
import type Docker from 'dockerode';
import { archiveOf } from '../../backup/containers/archive.js';
import { askWorker, type WorkerLine, workerOptions } from '../../backup/containers/worker.js';
import { poll } from '../../cluster/wait.js';
import { labels, moverContainer, moveVolume, storageVolume } from '../../desired/names.js';
import { Fault } from '../../fault.js';
import type { Goal } from '../../migrate/journal.js';
import { type Moved, moveLabels, moverFiles, moverSpec } from '../../migrate/mover/container.js';
import type { MoverJob } from '../../migrate/mover/model.js';
import { type MoveOrder, orderName } from '../../migrate/mover/order.js';
import type { Pursued } from '../../migrate/pursue.js';
import type { Connection } from '../../server/connection.js';
import { unlessGone } from '../../server/engine/answers.js';
import { readMoveFile } from './folder.js';
import { endRehearsal } from './rehearsal.js';

export interface MoverSite {
  connection: Connection;
  site: string;
  app: Moved;
}

export interface PresentMover {
  /** Absent: somebody took its container away, and its folder is left. */
  image?: string;
  isRunning: boolean;
  /** It failed in the middle of a switch, and its engine tries again. */
  isFailing: boolean;
  order?: MoveOrder;
}

/** @returns undefined when no move of the app has begun here */
export async function presentMover({
  connection,
  app,
}: MoverSite): Promise<PresentMover | undefined> {
  const container = connection.docker.getContainer(moverContainer(app.engineName));
  const [found, text] = await Promise.all([
    container.inspect().catch(unlessGone),
    readMoveFile(connection, app, orderName),
  ]);
  if (found === undefined && text === undefined) return undefined;
  const { Running = false, Restarting = false } = found?.State ?? {};
  return {
    ...(found === undefined ? {} : { image: found.Config.Image }),
    isRunning: Running || Restarting,
    isFailing: Restarting,
    ...(text === undefined ? {} : { order: JSON.parse(text) as MoveOrder }),
  };
}

/**
 * Makes the volumes of the move and asks for the public half of its key.
 * @returns a line of authorized_keys without options
 */
export async function moverKey(
  { connection, site, app }: MoverSite,
  image: string,
  job: MoverJob,
  signal: AbortSignal,
): Promise<string> {
  const { docker } = connection;
  await docker.createVolume({
    Name: moveVolume(app.engineName),
    Labels: moveLabels(site, app),
  });
  const appOwn = { [labels.site]: site, [labels.app]: app.id };
  for (const key of Object.keys(app.storage)) {
    await docker.createVolume({ Name: storageVolume(app.engineName, key), Labels: appOwn });
  }
  const name = `${moverContainer(app.engineName)}-key`;
  await docker.getContainer(name).remove({ force: true }).catch(unlessGone);
  const { publicKey } = await askWorker<{ publicKey: string }>(
    connection,
    {
      ...moverSpec({ ...app, storage: {} }, { site, image }),
      name,
      args: ['move', 'key'],
      isUrgent: false,
    },
    job,
    { say: () => undefined, signal },
  );
  return publicKey;
}

/**
 * Starts the mover with an order, or leaves the one alone that is at it already.
 * @throws Fault MIG243 while it works towards another goal
 */
export async function startMover(
  mover: MoverSite,
  image: string,
  files: { job?: MoverJob; order: MoveOrder },
): Promise<'started' | 'joined'> {
  const { connection, app, site } = mover;
  const present = await presentMover(mover);
  refuseOther(app.id, present, files.order.goal);
  if (present?.isRunning && present.order?.goal === files.order.goal) return 'joined';
  const spec = moverSpec(app, { site, image });
  const { docker } = connection;
  await endRehearsal(connection, app);
  // Its journal lies in the volume, which stays.
  await docker.getContainer(spec.name).remove({ force: true }).catch(unlessGone);
  const container = await docker.createContainer(workerOptions(spec, false));
  await container.putArchive(await archiveOf(moverFiles(files)), { path: '/job' });
  await container.start();
  return 'started';
}

/** One that fails again and again makes room: it may be killed anywhere. @throws Fault MIG243 */
export function refuseOther(app: string, present: PresentMover | undefined, wanted: Goal): void {
  if (present === undefined || !present.isRunning || present.isFailing) return;
  const goal = present.order?.goal;
  if (goal === wanted) return;
  throw new Fault('MIG243', { app, command: goal === undefined ? '-' : commandOf[goal] });
}

const commandOf: Record<Goal, string> = {
  ready: 'start',
  live: 'cutover',
  back: 'rollback',
  settled: 'commit',
};

/**
 * Looks on until the mover ends for good; one that failed in the middle of a switch is started
 * again by its engine, and looked on at further. Whoever looks away does not stop it.
 * @throws the Fault it ended with; MIG244 when it ended without a word
 */
export async function watchMover(
  { connection, app }: MoverSite,
  { say, signal }: { say: (message: string) => void; signal: AbortSignal },
): Promise<Pursued> {
  const container = connection.docker.getContainer(moverContainer(app.engineName));
  for (;;) {
    const { State } = await container.inspect();
    const last = await readRun(container, State.StartedAt, say, signal);
    const ended = await settled(container, State.StartedAt, signal);
    if (ended === undefined) {
      if (last?.type === 'fault') say(`${last.code}; it is tried again`);
      continue;
    }
    if (last?.type === 'result') return last.data as Pursued;
    if (last?.type === 'fault') {
      throw new Fault(last.code, last.args, { logTail: last.logTail ?? [] });
    }
    throw new Fault('MIG244', { app: app.id, server: connection.server, code: ended });
  }
}

/** Milliseconds an engine may take to start a container again that failed. */
const patience = 120_000;

/** @returns its exit status once it stays ended; undefined when it was started again */
async function settled(
  container: Docker.Container,
  startedAt: string,
  signal: AbortSignal,
): Promise<number | undefined> {
  const found = await poll(
    async () => {
      const { State } = await container.inspect();
      if (State.StartedAt !== startedAt) return { again: true };
      return State.Running || State.Restarting ? undefined : { code: State.ExitCode };
    },
    { timeout: patience, signal },
  );
  return found === 'timeout' || 'again' in found ? undefined : found.code;
}

/** What one run of the container says, from its start to its end. */
async function readRun(
  container: Docker.Container,
  startedAt: string,
  say: (message: string) => void,
  signal: AbortSignal,
): Promise<WorkerLine | undefined> {
  const stream = await container.logs({
    ...{ follow: true, stdout: true, stderr: true },
    since: Date.parse(startedAt) / 1000,
  } as { follow: true; stdout: true });
  const [stdout, stderr] = [new PassThrough(), new PassThrough()];
  stderr.resume();
  const end = (): void => void stdout.end();
  stream.once('end', end).once('close', end).once('error', end);
  container.modem.demuxStream(stream, stdout, stderr);
  const leave = (): void => {
    (stream as unknown as { destroy?: () => void }).destroy?.();
    end();
  };
  signal.addEventListener('abort', leave, { once: true });
  try {
    let last: WorkerLine | undefined;
    for await (const text of createInterface({ input: stdout })) {
      const line = parse(text);
      if (line?.type === 'progress') say(line.message);
      else if (line !== undefined) last = line;
    }
    signal.throwIfAborted();
    return last;
  } finally {
    signal.removeEventListener('abort', leave);
  }
}

function parse(text: string): WorkerLine | undefined {
  try {
    return JSON.parse(text) as WorkerLine;
  } catch {
    return undefined;
  }
}
