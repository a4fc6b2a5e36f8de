/**
 * @typedef {import('./timed.js').Cost} Cost
 * @typedef {object} Figure
 * @property {number} wall median, seconds
 * @property {number} cpu median, seconds
 * @property {number} min wall
 * @property {number} max wall
 * @property {number} runs
 */

/**
 * Runs the contestants in turn, A B C A B C …, so that whatever else the machine does meets all of
 * them alike. A first round warms the caches and does not count.
 * @template {string} K
 * @param {number} count
 * @param {Record<K, (round: number) => Promise<Cost>>} contestants
 * @param {{warmUp?: boolean, log?: (line: string) => void}} [options]
 * @returns {Promise<Record<K, Figure>>}
 */
export async function rounds(count, contestants, { warmUp = true, log = () => {} } = {}) {
  const costs = Object.fromEntries(Object.keys(contestants).map((name) => [name, []]));
  for (let round = warmUp ? 0 : 1; round <= count; round += 1) {
    for (const [name, contest] of Object.entries(contestants)) {
      const cost = await contest(round);
      if (round > 0) costs[name].push(cost);
    }
    if (round > 0) log(`  round ${round} of ${count}`);
  }
  return Object.fromEntries(Object.entries(costs).map(([name, list]) => [name, figure(list)]));
}

/** @param {Cost[]} costs @returns {Figure} */
export function figure(costs) {
  const walls = costs.map(({ wall }) => wall);
  return {
    wall: median(walls),
    cpu: median(costs.map(({ cpu }) => cpu)),
    min: Math.min(...walls),
    max: Math.max(...walls),
    runs: costs.length,
  };
}

/** @param {number[]} values */
export const median = (values) => quantile(values, 0.5);

/** @param {number[]} values @param {number} share 0 to 1 */
export function quantile(values, share) {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (sorted.length - 1) * share;
  const below = sorted[Math.floor(at)] ?? Number.NaN;
  const above = sorted[Math.ceil(at)] ?? Number.NaN;
  return below + (above - below) * (at - Math.floor(at));
}
