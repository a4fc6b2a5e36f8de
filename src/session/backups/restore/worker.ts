/** Workers that read an app's sets on any server: nothing that `apply` makes is needed. */
import { randomBytes } from 'node:crypto';
import type { Writable } from 'node:stream';
import { askWorker, type WorkerLine, workerOptions } from '../../../backup/containers/worker.js';
import type { Look } from '../../../backup/log/model.js';
import { buildImage } from '../../../cluster/images/build.js';
import { frames } from '../../../cluster/runtime/frames.js';
import { type Acting, step } from '../../../cluster/runtime/step.js';
import type { Desired } from '../../../desired/model.js';
import { labels } from '../../../desired/names.js';
import { Fault } from '../../../fault.js';
import type { App } from '../../../inventory/model.js';
import type { Connection } from '../../../server/connection.js';
import { unlessGone } from '../../../server/engine/answers.js';
import { readSite, type Site } from '../../site.js';
import { appAccess, policyOf, vaultFolder } from '../access.js';
import { placedImage } from '../worker.js';
import { lastLook } from './instant.js';

export interface AskOptions {
  /** Name of the container: one that is left of a run that was killed makes room. */
  name?: string;
  /** Volumes besides the vault's folder. */
  binds?: string[];
  say?: (message: string) => void;
}

/** Reads the sets of one app from one server. */
export interface SetReader {
  server: string;
  /** @throws Fault BAK116 when the vault is a folder that this server does not have */
  ask<T>(args: string[], options?: AskOptions): Promise<T>;
  /** Writes what the worker gives raw. @returns bytes written */
  stream(args: string[], to: Writable): Promise<number>;
  /** How far the log of the app's database was looked at last, as far as anybody says. */
  look(): Promise<Look | undefined>;
}

/**
 * @param app whose sets are read
 * @param image of the worker, present on the server
 */
export async function setReader(
  site: Site,
  app: App,
  { server, image }: { server: string; image: string },
  signal: AbortSignal,
): Promise<SetReader> {
  const connection = await site.connections.get(server);
  const access = await appAccess(site, app);
  const folder = vaultFolder(site);
  const job = { formatVersion: 1, access };
  const specOf = (args: string[], { name, binds = [] }: AskOptions) => ({
    name: name ?? `induk-read-${app.engineName}-${randomBytes(3).toString('hex')}`,
    image,
    args,
    labels: { [labels.site]: site.inventory.site.name, [labels.app]: app.id },
    binds: [...(folder === undefined ? [] : [`${folder}:/vault`]), ...binds],
    // What it says may be secrets, or a whole database.
    unlogged: true,
  });
  const explained = (error: unknown): unknown => {
    const isElsewhere = server !== app.server && policyOf(site.inventory).vault.kind === 'path';
    if (!(error instanceof Fault) || error.code !== 'BAK010' || !isElsewhere) return error;
    return new Fault('BAK116', { server, from: app.server, folder: folder ?? '' });
  };
  return {
    server,
    look: () => lastLook(site, app),
    async ask<T>(args: string[], options: AskOptions = {}): Promise<T> {
      const spec = specOf(args, options);
      if (options.name !== undefined) await removeContainer(connection, options.name);
      const following = { say: options.say ?? (() => undefined), signal };
      try {
        return await askWorker<T>(connection, spec, job, following);
      } catch (error) {
        throw explained(error);
      }
    },
    async stream(args, to) {
      const spec = specOf(args, {});
      const container = await connection.docker.createContainer(workerOptions(spec, true));
      try {
        return await pour(connection, container, job, to, signal);
      } catch (error) {
        throw explained(error);
      } finally {
        await removeContainer(connection, container.id);
      }
    },
  };
}

/** The worker's image as this induk builds it, made on the server when it is not there. */
export async function builtWorker(
  site: Site,
  { backups }: Desired,
  server: string,
  acting: Acting,
): Promise<string> {
  const spec = backups.find((entry) => entry.server === server)?.image;
  if (spec === undefined) throw new Error(`no worker of ${server} is desired`);
  const connection = await site.connections.get(server);
  const { reference } = spec;
  const there = await connection.docker
    .getImage(reference)
    .inspect()
    .catch(() => undefined);
  if (there !== undefined) return reference;
  await step('image.build', { name: reference, server }, acting, (say) => {
    const place = { ...site.places, site: site.inventory.site.name, signal: acting.signal, say };
    return buildImage(connection, spec, place);
  });
  return reference;
}

/** A worker's image for reading: that of the app's own worker, else one that is built. */
export async function anyWorker(site: Site, app: App, acting: Acting): Promise<string> {
  const connection = await site.connections.get(app.server);
  const placed = await placedImage(connection, app);
  if (placed !== undefined) return placed;
  const { desired } = await readSite(site);
  return builtWorker(site, desired, app.server, acting);
}

type Container = ReturnType<Connection['docker']['getContainer']>;

/** Standard output of a worker, at the pace at which it can be written. */
async function pour(
  connection: Connection,
  container: Container,
  job: object,
  to: Writable,
  signal: AbortSignal,
): Promise<number> {
  const attached = { stream: true, stdin: true, stdout: true, stderr: true, hijack: true };
  const stream = await container.attach(attached);
  await container.start();
  stream.write(`${JSON.stringify(job)}\n`);
  stream.end();
  const stop = (): void => void container.stop({ t: 5 }).catch(() => undefined);
  signal.addEventListener('abort', stop, { once: true });
  let written = 0;
  let said = '';
  try {
    for await (const frame of frames(stream as unknown as AsyncIterable<Buffer>)) {
      if (frame.stream === 'stderr') {
        said = (said + frame.bytes.toString('utf8')).slice(-16_384);
        continue;
      }
      written += frame.bytes.length;
      await writeTo(to, frame.bytes);
    }
    const { StatusCode } = (await container.wait()) as { StatusCode: number };
    signal.throwIfAborted();
    if (StatusCode !== 0) throw faultIn(said, connection.server, StatusCode);
    return written;
  } finally {
    signal.removeEventListener('abort', stop);
  }
}

/** Resolves once more may be written; a disk that is full is told by the callback. */
function writeTo(to: Writable, bytes: Buffer): Promise<void> {
  return new Promise((resolve, reject) => {
    to.write(bytes, (error) => (error ? reject(error) : resolve()));
  });
}

function faultIn(said: string, server: string, code: number): Fault {
  const lines = said.split('\n').filter((line) => line.trim() !== '');
  for (const text of lines.reverse()) {
    try {
      const line = JSON.parse(text) as WorkerLine;
      if (line.type === 'fault') {
        return new Fault(line.code, line.args, { logTail: line.logTail ?? [] });
      }
    } catch {
      // Words for people.
    }
  }
  return new Fault('BAK091', { server, code }, { logTail: lines.reverse().slice(-20) });
}

/** Takes a container away with all that is only its own; one that is gone is fine. */
export async function removeContainer({ docker }: Connection, name: string): Promise<void> {
  await docker.getContainer(name).remove({ force: true, v: true }).catch(unlessGone);
}
