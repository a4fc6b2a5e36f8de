import type Docker from 'dockerode';
import { get } from '../cluster/observe.js';
import { accessLog } from '../cluster/runtime/access-log.js';
import { type LogLine, serviceLog } from '../cluster/runtime/logs.js';
import { parseSince } from '../cluster/runtime/since.js';
import { type Part, partService } from '../cluster/runtime/target.js';
import type { Site } from './site.js';
import { findTarget } from './target.js';

export interface WantedLog {
  /** The app as it was typed. */
  name: string;
  /** A part of it, or `proxy`. */
  service: string;
  follow: boolean;
  since?: string;
  tail?: number;
  signal?: AbortSignal;
}

/** Reads an app's log, the lines going to `write` one after another. */
export async function readLog(
  site: Site,
  { name, service, since, ...rest }: WantedLog,
  write: (line: LogLine & { server?: string }) => Promise<void>,
): Promise<{ app: string; service: string }> {
  const { manager, observed, target } = await findTarget(site, name);
  const { docker } = manager;
  const options = {
    ...rest,
    ...(since === undefined ? {} : { since: parseSince(since, await managerTime(docker)) }),
  };
  if (service === 'proxy') {
    const opened = await site.connections.openAll();
    const connections = opened.flatMap(({ connection }) => connection ?? []);
    if (connections.length === 0) throw opened[0]?.error;
    await accessLog(connections, target.engineName, options, ({ server, time, text }) =>
      write({ server, time, stream: 'stdout', text: `${text}\n` }),
    );
    return { app: target.id, service };
  }
  const found = partService(observed, target, service as Part);
  for await (const line of serviceLog(docker, found.name, options)) await write(line);
  return { app: target.id, service };
}

async function managerTime(docker: Docker): Promise<Date> {
  return new Date((await get<{ SystemTime: string }>(docker, '/info')).SystemTime);
}
