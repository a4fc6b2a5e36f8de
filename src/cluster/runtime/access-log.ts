import { PassThrough, Writable } from 'node:stream';
import { StringDecoder } from 'node:string_decoder';
import { proxyService, serviceLabel } from '../../desired/names.js';
import { Fault } from '../../fault.js';
import type { Connection } from '../../server/connection.js';
import { execIn } from './exec.js';
import type { LogOptions } from './logs.js';

/** A request as the proxy of one server noted it: Caddy's JSON. */
export interface AccessLine {
  server: string;
  /** RFC 3339; empty when the line has no time. */
  time: string;
  text: string;
}

/** Ends with its input, so that nothing is left behind when we go without a word. */
const follow = 'busybox tail -n "$1" -F "$2" 2>/dev/null & cat >/dev/null; kill $!';
const once = 'busybox tail -n "$1" "$2" 2>/dev/null';

/**
 * Requests for one app, from its access log in the proxies of all given servers.
 *
 * @param onLine told of each; what is there already comes in the order of time
 * @throws Fault CLU040 when no proxy runs on a server
 */
export async function accessLog(
  connections: Connection[],
  engineName: string,
  options: LogOptions,
  onLine: (line: AccessLine) => Promise<void>,
): Promise<void> {
  const { since, tail } = options;
  const isWanted = ({ time }: AccessLine): boolean =>
    since === undefined || (time !== '' && Date.parse(time) >= since.getTime());
  if (options.follow === true) {
    await Promise.all(
      connections.map((each) =>
        read(each, engineName, options, async (line) => {
          if (isWanted(line)) await onLine(line);
        }),
      ),
    );
    return;
  }
  const lines: AccessLine[] = [];
  for (const each of connections) {
    await read(
      each,
      engineName,
      options,
      async (line) => void (isWanted(line) && lines.push(line)),
    );
  }
  lines.sort((a, b) => (a.time < b.time ? -1 : a.time > b.time ? 1 : 0));
  for (const line of tail === undefined ? lines : lines.slice(Math.max(0, lines.length - tail))) {
    await onLine(line);
  }
}

async function read(
  connection: Connection,
  engineName: string,
  options: LogOptions,
  onLine: (line: AccessLine) => Promise<void>,
): Promise<void> {
  const container = await proxyOn(connection);
  const { server } = connection;
  const count = options.tail === undefined ? '+1' : String(options.tail);
  const script = options.follow === true ? follow : once;
  const file = `/var/log/caddy/${engineName}.log`;
  const stdout = lineSink((text) => onLine({ server, time: timeOf(text), text }));
  await execIn(container, {
    argv: ['sh', '-c', script, 'induk-tail', count, file],
    ...(options.follow === true ? { stdin: new PassThrough() } : {}),
    stdout,
    stderr: lineSink(async () => {}),
    signal: options.signal,
  });
  await new Promise<void>((resolve, reject) => {
    stdout.on('error', reject);
    stdout.end(resolve);
  });
}

/** The container of a server's proxy. @throws Fault CLU040 when none runs */
export async function proxyOn({ docker, server }: Connection) {
  const [found] = await docker.listContainers({
    filters: { label: [`${serviceLabel}=${proxyService}`], status: ['running'] },
  });
  if (found === undefined) throw new Fault('CLU040', { server });
  return docker.getContainer(found.Id);
}

function lineSink(onLine: (text: string) => Promise<void>): Writable {
  let rest = '';
  const decoder = new StringDecoder('utf8');
  return new Writable({
    async write(chunk: Buffer, _encoding, done) {
      const lines = (rest + decoder.write(chunk)).split('\n');
      rest = lines.pop() ?? '';
      try {
        for (const line of lines) await onLine(line);
        done();
      } catch (error) {
        done(error as Error);
      }
    },
  });
}

/** Caddy writes Unix time in seconds as `ts`. */
function timeOf(text: string): string {
  const seconds = Number(/"ts":(\d+(?:\.\d+)?)/.exec(text)?.[1]);
  return Number.isNaN(seconds) ? '' : new Date(seconds * 1000).toISOString();
}
