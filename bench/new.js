/** New apps: from a request to a page that answers, and what the generated app carries. */
import { induk } from './ground/induk.js';
import { median, quantile } from './measure/rounds.js';
import { atLeast, atMost, exactly } from './measure/target.js';
import { count, milliseconds, seconds, table } from './measure/words.js';
import { contest } from './new/contest.js';
import {
  addAgency,
  complaints,
  domainOf,
  fromRequestToPage,
  generate,
  licences,
} from './new/make.js';
import { bareServer } from './new/place.js';
import { pageCost, seenInBrowser } from './new/public-page.js';

const percent = (/** @type {number} */ share) => `${(share * 100).toFixed(0)} %`;
const minutes = (/** @type {number} */ value) => `${(value / 60).toFixed(1)} min`;
const kilobytes = (/** @type {number} */ bytes) => `${(bytes / 1000).toFixed(1)} kB`;

/**
 * @param {import('./ground/ground.js').Ground} ground
 * @returns {Promise<import('./measure/target.js').Finding>}
 */
export async function newApps({ quick, log, site: prepared }) {
  const place = quick ? await known(prepared) : await bareServer(log);
  try {
    return await measured(place, quick, log);
  } finally {
    await place.close();
  }
}

/** A server that has the layers of recipes: soon there, and good enough to see that it works. */
async function known(prepared) {
  const { site, servers } = await prepared(1);
  return { site, server: servers[0], close: async () => {} };
}

async function measured(place, quick, log) {
  const { site, server } = place;
  addAgency(site);
  // Its operator's key, once for all.
  await induk(site, 'secrets', 'key');
  log('  induk new …');
  const generated = await generations(site, quick ? 2 : 5);
  addAgency(site);
  log('  from a request to a page, nothing built before …');
  const cold = await fromRequestToPage(place, 'izin', licences);
  log(`  ${seconds(cold)}; and once more, another app …`);
  const warm = await fromRequestToPage(place, 'aduan', complaints);
  log(`  ${seconds(warm)}`);
  const wish = quick
    ? { rows: 500, rounds: 1, seconds: 2 }
    : { rows: 10_000, rounds: 3, seconds: 8 };
  const answers = await contest(server, { service: 'dinas-aduan', log, ...wish });
  const pages = [];
  for (const [name, app, path] of publicPages) {
    const cost = await pageCost(server.address, domainOf(app), path);
    const seen = await seenInBrowser(server.address, `https://${domainOf(app)}${path}`);
    pages.push({ name, cost, seen });
  }
  return {
    title: 'New apps',
    text: text({ generated, cold, warm, answers, pages, wish, quick }),
    targets: targets({ generated, cold, warm, answers, pages }),
  };
}

const publicPages = /** @type {const} */ ([
  ['home of the licence service', 'izin', '/'],
  ['its form', 'izin', '/ajukan/permohonan'],
  ['home of the complaints', 'aduan', '/'],
]);

/** Seconds of `induk new`, each time another app of the same inventory. */
async function generations(site, rounds) {
  const walls = [];
  for (let round = 0; round <= rounds; round += 1) {
    const request = licences.replace(/^function: .*/m, `function: izin-${round}`);
    const { wall } = await generate(site, `uji-${round}`, request);
    if (round > 0) walls.push(wall);
  }
  return walls;
}

function targets({ generated, cold, warm, answers, pages }) {
  const share = ({ app, bare }) => app.perSecond / bare.perSecond;
  const slower = ({ app, bare }) => bare.p99 / app.p99;
  const most = (of) => Math.max(...pages.map(({ cost }) => of(cost)));
  return [
    atMost('`induk new`, a whole project', median(generated), 1, seconds),
    atMost('From a request to a page, another app of its kind there', warm, 120, minutes),
    atMost('From a request to a page, nothing there', cold, 600, minutes),
    atLeast("List: requests/s of bare Fastify's", share(answers.list), 0.5, percent),
    atLeast("List: speed at p99 of bare Fastify's", slower(answers.list), 0.5, percent),
    atLeast("Form sent: requests/s of bare Fastify's", share(answers.submit), 0.5, percent),
    atLeast("Form sent: speed at p99 of bare Fastify's", slower(answers.submit), 0.5, percent),
    atMost(
      'Public page, all it needs',
      most(({ bytes }) => bytes),
      20_000,
      kilobytes,
    ),
    atMost(
      'Requests of a public page',
      most(({ requests }) => requests),
      4,
      String,
    ),
    exactly(
      'Scripts on public pages',
      most(({ scripts }) => scripts),
      0,
    ),
    exactly(
      'Things from other sites',
      most(({ foreign }) => foreign),
      0,
    ),
    exactly(
      'Pictures without a size',
      most(({ unsized }) => unsized),
      0,
    ),
    exactly(
      'Things a page lacks',
      most(({ lacking }) => lacking.length),
      0,
    ),
  ];
}

function text({ generated, cold, warm, answers, pages, wish, quick }) {
  const answerRows = Object.entries(answers).flatMap(([page, { open, bare, app }]) =>
    [
      ...(open === undefined ? [] : [[`${page}: bare Fastify, for anybody`, open]]),
      [`${page}: bare Fastify`, bare],
      [`${page}: the generated app`, app],
    ].map(([name, one]) => [
      name,
      count(Math.round(one.perSecond)),
      milliseconds(one.p50),
      milliseconds(one.p99),
      kilobytes(one.bytes),
      `${percent(one.perSecond / bare.perSecond)}`,
    ]),
  );
  const pageRows = pages.map(({ name, cost, seen }) => [
    name,
    String(cost.requests),
    kilobytes(cost.bytes),
    String(cost.scripts),
    seen === undefined ? '–' : milliseconds(seen.painted),
    seen === undefined ? '–' : seen.shift.toFixed(3),
  ]);
  const lacking = pages.flatMap(({ name, cost }) => cost.lacking.map((one) => `${name}: ${one}`));
  const from = quick
    ? 'a server with the Debian packages of recipes'
    : 'a server with an engine on which nothing was ever built: base image, Debian packages, proxy, database, npm, libraries and all';
  return [
    `\`induk new --request\` with the example of a licence service, ${generated.length} times, each another app of the same inventory: median ${seconds(median(generated))}, slowest ${seconds(quantile(generated, 1))}. It writes the project, its secrets and the entry.`,
    `From that request to a page that answers over HTTPS (\`induk new\`, \`induk apply\`): ${minutes(cold)} on ${from}; ${minutes(warm)} for another app of the same template on that server. How fast the mirrors of Debian and npm are is part of it.`,
    `The generated app beside bare Fastify, both in the app's own container with one processor, on the same PostgreSQL and the same table of ${count(wish.rows)} rows; ten kept connections that ask as fast as they are answered, from another container, in turns. *list* is the officer's first page of 25 rows with the total; *submit* sends the citizen's form. Bare Fastify is the same job written by hand in an hour, with the same statements: one for who asks, by the cookie's digest, one for the rows with their total, one for a new record with its line of the audit trail; the same columns, in a template literal. It has no rights, masks, checks of what was typed, CSRF, security headers, rate limits or log. *For anybody* leaves out who asks as well, which a page of an office cannot: it is shown, not compared.`,
    table(['', 'requests/s', 'p50', 'p99', 'answer', 'of bare'], answerRows),
    'Public pages as a phone gets them: what comes over the line with gzip, scripts, when the largest thing is painted, and how much the page jumps meanwhile (cumulative layout shift), in Chromium on this machine.',
    table(['', 'requests', 'bytes', 'scripts', 'largest paint', 'shift'], pageRows),
    ...(lacking.length > 0 ? [`- Lacking: ${lacking.join('; ')}.`] : []),
  ].join('\n\n');
}
