import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

/**
 * What visitors met in one phase.
 * @typedef {object} Visits
 * @property {number} requests
 * @property {number} perSecond
 * @property {number} posts
 * @property {number} kept requests over kept connections
 * @property {number} closed kept connections that the other side closed
 * @property {number} failed
 * @property {number} cut of these, on a kept connection that was closed as they went out
 * @property {string[]} reasons
 * @property {number} p50 milliseconds
 * @property {number} p99
 * @property {number} slowest
 * @property {number} versions different answers seen
 */

/**
 * Starts visitors.
 * @param {{targets: {address: string, domain: string}[], rate: number, visitors: number}} options
 *   rate in requests a second, over all targets
 */
export function startVisitors(options) {
  const program = fileURLToPath(new URL('./generator.js', import.meta.url));
  const child = fork(program, [JSON.stringify(options)]);
  const ask = async (/** @type {string} */ word) => {
    child.send(word);
    const [visits] = await once(child, 'message');
    return /** @type {Visits} */ (visits);
  };
  return {
    /** What happened since the last report. */
    report: () => ask('report'),
    /** Lets the open requests end, reports and stops. */
    end: () => ask('end'),
    kill: () => void child.kill('SIGKILL'),
  };
}
