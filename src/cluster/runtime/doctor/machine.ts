import { connect } from 'node:net';
import type { Inventory, Server } from '../../../inventory/model.js';
import type { Connection } from '../../../server/connection.js';
import { get } from '../../observe.js';
import type { Finding } from '../model.js';
import { failed, ok, trouble } from './finding.js';

/** Milliseconds for a port to answer. */
const patience = 3000;
/** Percent of the disk in use from which Docker soon has no room for an image, or none now. */
const nearlyFull = 85;
const full = 95;

/** Both published ports of a server's proxy answer, as seen from here. */
export async function checkPorts(
  { name, address }: Server,
  { http, https }: Inventory['site']['proxy'],
): Promise<Finding[]> {
  const host = address === 'local' ? '127.0.0.1' : address;
  return Promise.all(
    [http, https].map(async (port) => {
      const reason = await knock(host, port);
      return reason === undefined
        ? ok('port', `${name}:${port}`)
        : trouble('port', `${name}:${port}`, 'warn', 'CLU094', { server: name, port, reason });
    }),
  );
}

/** @returns why the port does not answer */
function knock(host: string, port: number): Promise<string | undefined> {
  return new Promise((resolve) => {
    const socket = connect({ host, port, timeout: patience });
    const end = (reason?: string): void => {
      socket.destroy();
      resolve(reason);
    };
    socket.once('connect', () => end());
    socket.once('timeout', () => end(`no answer in ${patience / 1000} s`));
    socket.once('error', (error: NodeJS.ErrnoException) => end(error.code ?? error.message));
  });
}

/** Room on the disk where the engine keeps images and volumes. */
export async function checkDisk(connection: Connection): Promise<Finding> {
  const { server, docker } = connection;
  try {
    const { DockerRootDir: path } = await get<{ DockerRootDir: string }>(docker, '/info');
    const { stdout } = await connection.exec(['df', '-Pk', path], { timeout: 10_000 });
    const [, , , free = '', percent = ''] = stdout.trim().split('\n').at(-1)?.split(/\s+/) ?? [];
    const used = Number.parseInt(percent, 10);
    const left = `${Math.round(Number(free) / 1024 / 102.4) / 10} GiB`;
    if (Number.isNaN(used)) return ok('disk', server, '?');
    if (used < nearlyFull) return ok('disk', server, `${used} %, ${left}`);
    const level = used < full ? 'warn' : 'fail';
    return trouble('disk', server, level, 'CLU096', { server, used, free: left, path });
  } catch (error) {
    return failed('disk', server, error);
  }
}
