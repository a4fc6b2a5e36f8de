import { createServer } from 'node:net';
import { findProgram, run } from './run.js';

/**
 * Who listens on a TCP port of this machine.
 * @param {number} port
 * @returns {Promise<string | undefined>} a program's name with its pid, `another program` when
 *   the system does not tell; `undefined` when the port is free
 */
export async function portHolder(port) {
  if (await isFree(port)) return undefined;
  const ss = findProgram('ss');
  if (!ss) return 'another program';
  const { stdout } = await run([ss, '-Hltnp', `sport = :${port}`], { check: false });
  const [, name, pid] = /users:\(\("([^"]+)",pid=(\d+)/.exec(stdout) ?? [];
  return name ? `${name} (pid ${pid})` : 'another program';
}

/**
 * The first free port from `start` upward.
 * @param {number} start
 */
export async function freePort(start) {
  for (let port = start; port < start + 200; port++) if (await isFree(port)) return port;
  throw new Error(`no free port from ${start} to ${start + 200}`);
}

/** @param {number} port */
function isFree(port) {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(false));
    probe.listen({ port, host: '0.0.0.0' }, () => probe.close(() => resolve(true)));
  });
}
