/**
 * What was promised, and what came of it.
 * @typedef {object} Target
 * @property {string} what
 * @property {string} promised
 * @property {string} measured
 * @property {boolean} met
 *
 * What one benchmark found.
 * @typedef {object} Finding
 * @property {string} title
 * @property {string} text Markdown
 * @property {Target[]} targets
 */

/**
 * A figure that must not be above its limit.
 * @param {string} what @param {number} value @param {number} limit
 * @param {(value: number) => string} show
 * @returns {Target}
 */
export const atMost = (what, value, limit, show) => ({
  what,
  promised: `≤ ${show(limit)}`,
  measured: show(value),
  met: value <= limit,
});

/** A figure that must not be below its limit. @type {typeof atMost} */
export const atLeast = (what, value, limit, show) => ({
  what,
  promised: `≥ ${show(limit)}`,
  measured: show(value),
  met: value >= limit,
});

/**
 * A count that must be exactly what was promised.
 * @param {string} what @param {number} value @param {number} wanted @returns {Target}
 */
export const exactly = (what, value, wanted) => ({
  what,
  promised: String(wanted),
  measured: String(value),
  met: value === wanted,
});
