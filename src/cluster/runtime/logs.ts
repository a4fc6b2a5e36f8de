import type Docker from 'dockerode';
import { Fault } from '../../fault.js';
import { isMissing } from '../../server/engine/answers.js';
import { dialPath } from '../observe.js';
import { frames } from './frames.js';

/** A line, or the 16 KiB piece of a longer one, as a container wrote it. */
export interface LogLine {
  /** RFC 3339 with nanoseconds, by the clock of the server. */
  time: string;
  stream: 'stdout' | 'stderr';
  /** With its line break; the pieces of a long line have none but the last. */
  text: string;
}

export interface LogOptions {
  follow?: boolean;
  /** Only lines of this moment and later. */
  since?: Date;
  /** Only the last so many lines of what is there; all when absent. */
  tail?: number;
  signal?: AbortSignal;
}

/**
 * What a service's containers wrote, the ended ones included, through the manager.
 * What is there already comes in the order of time whichever container wrote it.
 *
 * @param service engine name
 * @throws Fault CLU012 when there is no such service
 */
export async function* serviceLog(
  docker: Docker,
  service: string,
  options: LogOptions,
): AsyncGenerator<LogLine, void, undefined> {
  const { since, tail, signal } = options;
  const present: LogLine[] = [];
  const query = { since: since === undefined ? undefined : since.getTime() / 1000, tail };
  for await (const line of read(docker, service, query, signal)) present.push(line);
  present.sort((a, b) => (a.time < b.time ? -1 : a.time > b.time ? 1 : 0));
  yield* tail === undefined ? present : present.slice(Math.max(0, present.length - tail));
  if (options.follow !== true) return;
  const last = present.at(-1)?.time;
  const from = last === undefined ? query.since : Math.floor(Date.parse(last) / 1000);
  for await (const line of read(docker, service, { since: from, follow: true }, signal)) {
    // The engine's `since` is a second coarse here, so lines already shown come again.
    if (last === undefined || line.time > last) yield line;
  }
}

interface Query {
  /** Unix time in seconds. */
  since?: number;
  tail?: number;
  follow?: boolean;
}

async function* read(
  docker: Docker,
  service: string,
  { since, tail, follow = false }: Query,
  signal: AbortSignal | undefined,
): AsyncGenerator<LogLine, void, undefined> {
  const query = new URLSearchParams({
    stdout: 'true',
    stderr: 'true',
    timestamps: 'true',
    follow: String(follow),
    ...(since === undefined ? {} : { since: since.toFixed(3) }),
    ...(tail === undefined ? {} : { tail: String(tail) }),
  });
  const path = `/services/${encodeURIComponent(service)}/logs?${query}`;
  const stream = await openStream(docker, path, service, signal);
  for await (const { stream: name, bytes } of frames(stream)) {
    const text = bytes.toString('utf8');
    const space = text.indexOf(' ');
    yield { time: text.slice(0, space), stream: name, text: text.slice(space + 1) };
  }
}

function openStream(
  docker: Docker,
  path: string,
  service: string,
  signal: AbortSignal | undefined,
): Promise<AsyncIterable<Buffer>> {
  const options = {
    path: dialPath(path),
    method: 'GET',
    isStream: true,
    abortSignal: signal,
    statusCodes: { 200: true, 404: 'no such service', 500: 'server error', 503: 'no swarm' },
  };
  return new Promise((resolve, reject) => {
    docker.modem.dial(options, (error: unknown, data: unknown) => {
      if (isMissing(error)) reject(new Fault('CLU012', { service }));
      else if (error) reject(error);
      else resolve(data as AsyncIterable<Buffer>);
    });
  });
}
