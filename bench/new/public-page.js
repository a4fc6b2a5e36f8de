/** What a public page costs whoever opens it on a phone. */
import { gunzipSync } from 'node:zlib';
import { findProgram } from '../../scripts/setup/run.js';
import { importTypescript } from '../../scripts/setup/typescript.js';
import { askPage } from './ask.js';

/**
 * A page with all it needs.
 * @typedef {object} PageCost
 * @property {number} requests
 * @property {number} bytes over the line, headers aside
 * @property {number} scripts
 * @property {number} foreign things that another site is asked for
 * @property {number} unsized pictures without a size, for which the page would jump
 * @property {string[]} lacking what every page should say
 *
 * @param {string} address @param {string} domain @param {string} path
 * @returns {Promise<PageCost>}
 */
export async function pageCost(address, domain, path) {
  const page = await askPage(address, domain, path);
  if (page.status !== 200) throw new Error(`${domain}${path}: status ${page.status}`);
  const html = textOf(page);
  const needed = [...html.matchAll(/<(?:link|img|script|iframe)\b[^>]*?\s(?:href|src)="([^"]+)"/g)];
  const links = [...new Set(needed.map(([, link]) => link))];
  const own = links.filter((link) => link.startsWith('/') && !link.startsWith('//'));
  const rest = await Promise.all(own.map((link) => askPage(address, domain, link)));
  return {
    requests: 1 + links.length,
    bytes: [page, ...rest].reduce((sum, { body }) => sum + body.length, 0),
    scripts: [...html.matchAll(/<script\b| on[a-z]+="|javascript:/g)].length,
    foreign: links.length - own.length,
    unsized: [...html.matchAll(/<img\b[^>]*>/g)].filter(
      ([tag]) => !/ width="/.test(tag) || !/ height="/.test(tag),
    ).length,
    lacking: lackingIn(html),
  };
}

const textOf = ({ headers, body }) =>
  (headers['content-encoding'] === 'gzip' ? gunzipSync(body) : body).toString();

/** @param {string} html */
function lackingIn(html) {
  const wanted = {
    'a language': /<html lang="id"/,
    'a title': /<title>[^<]+<\/title>/,
    'a description': /<meta name="description" content="[^"]+"/,
    'a width for phones': /<meta name="viewport"/,
    'one heading of the first order': /^(?!.*<h1.*<h1).*<h1/s,
    'a main part': /<main\b/,
  };
  const said = Object.entries(wanted).filter(([, pattern]) => !pattern.test(html));
  const unlabelled = [...html.matchAll(/<img\b(?![^>]* alt=)[^>]*>/g)].length;
  return [...said.map(([name]) => name), ...(unlabelled > 0 ? ['words for pictures'] : [])];
}

/**
 * What a browser sees of it: when the largest thing is painted, and how much the page jumps
 * meanwhile (cumulative layout shift). undefined without Chromium.
 * @param {string} address @param {string} url
 * @returns {Promise<{painted: number, shift: number} | undefined>} milliseconds, and a share
 */
export async function seenInBrowser(address, url) {
  if (!findProgram('chromium')) return undefined;
  const { Browser } = await importTypescript('test/e2e/support/browser.ts');
  const browser = await Browser.open({ address });
  try {
    await browser.narrow();
    await browser.go(url);
    return await browser.evaluate(observe);
  } finally {
    await browser.close();
  }
}

const observe = `new Promise((resolve) => {
  const found = { painted: 0, shift: 0 };
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) found.painted = entry.startTime;
  }).observe({ type: 'largest-contentful-paint', buffered: true });
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) found.shift += entry.value;
  }).observe({ type: 'layout-shift', buffered: true });
  setTimeout(() => resolve(found), 1000);
})`;
