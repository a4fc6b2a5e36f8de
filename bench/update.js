/** Updates and new apps while visitors keep coming. */
import { request } from 'node:https';
import { setTimeout } from 'node:timers/promises';
import { tinyImage } from './ground/images.js';
import { induk } from './ground/induk.js';
import { startVisitors } from './load/visitors.js';
import { median } from './measure/rounds.js';
import { atLeast, exactly } from './measure/target.js';
import { count, milliseconds, seconds, table } from './measure/words.js';
import { entry, sourceFiles } from './update/app.js';

const rate = 240;
const visitors = 40;
const whole = (/** @type {number} */ value) => value.toFixed(0);

/**
 * @param {import('./ground/ground.js').Ground} ground
 * @returns {Promise<import('./measure/target.js').Finding>}
 */
export async function update(ground) {
  const wanted = ground.quick ? { updates: 2, added: 2 } : { updates: 20, added: 10 };
  const scenes = [];
  for (const servers of [1, 2]) scenes.push(await scene(ground, servers, wanted));
  const phases = scenes.flatMap(({ servers, calm, updates, added }) => [
    phaseRow(`${servers} server${servers > 1 ? 's' : ''}: nothing changes`, calm),
    phaseRow(`… ${wanted.updates} updates of two apps`, updates),
    phaseRow(`… ${wanted.added} added apps`, added),
  ]);
  return {
    title: 'Updates under load',
    text: text(scenes, phases),
    targets: scenes.flatMap(({ servers, updates, added }) => [
      exactly(
        `Failed requests in ${wanted.updates} updates, ${servers} server(s)`,
        updates.failed,
        0,
      ),
      exactly(
        `Failed requests while ${wanted.added} apps are added, cut connections aside, ${servers} server(s)`,
        added.failed - added.cut,
        0,
      ),
      atLeast(`Requests a second meanwhile, ${servers} server(s)`, updates.perSecond, 200, whole),
    ]),
  };
}

/**
 * One app with one replica and one with two; each proxy is asked for both.
 * @param {import('./ground/ground.js').Ground} ground
 * @param {number} size servers
 * @param {{updates: number, added: number}} wanted
 */
async function scene({ site: makeGround, log }, size, wanted) {
  const { site, servers } = await makeGround(size);
  const places = [servers[0].name, servers[servers.length - 1].name];
  const write = (/** @type {number} */ version, /** @type {number} */ added) =>
    site.write('opd/dinas.yaml', agency(places, version, added));
  for (const [name, text] of Object.entries(sourceFiles('1')))
    site.write(`apps/gema/${name}`, text);
  write(0, 0);
  log(`  ${size} server(s): induk apply makes two apps …`);
  await induk(site, 'apply', '--yes');
  const domains = ['satu.bench.test', 'dua.bench.test'];
  const targets = servers.flatMap(({ address }) => domains.map((domain) => ({ address, domain })));
  await Promise.all(targets.map(untilAnswered));
  const load = startVisitors({ targets, rate, visitors });
  try {
    await setTimeout(3_000);
    await load.report();
    await setTimeout(10_000);
    const calm = await load.report();
    const walls = [];
    for (let version = 1; version <= wanted.updates; version += 1) {
      write(version, 0);
      const { wall } = await induk(site, 'apply', '--yes');
      walls.push(wall);
      log(`  update ${version} of ${wanted.updates}: ${seconds(wall)}`);
    }
    const updates = await load.report();
    if (updates.versions < wanted.updates) log(`  only ${updates.versions} versions were seen`);
    const adding = [];
    for (let added = 1; added <= wanted.added; added += 1) {
      write(wanted.updates, added);
      adding.push((await induk(site, 'apply', '--yes')).wall);
      log(`  added app ${added} of ${wanted.added}`);
    }
    await setTimeout(2_000);
    const added = await load.end();
    for (const [name, { failed, reasons }] of Object.entries({ calm, updates, added })) {
      if (failed > 0) log(`  ${name}: ${failed} failed: ${reasons.join('; ')}`);
    }
    return { servers: size, calm, updates, added, update: median(walls), add: median(adding) };
  } finally {
    load.kill();
  }
}

/** @param {string[]} places @param {number} version @param {number} added */
function agency([first, second], version, added) {
  const more = Array.from(
    { length: added },
    (_, index) =>
      `  baru-${index + 1}:\n    server: ${first}\n    runtime: {image: "${tinyImage}", port: 8080}\n    size: {cpu: 0.2, memory: 32MiB}\n`,
  );
  return `opd: dinas\nname: Dinas\ntype: dinas\napps:\n${entry({
    name: 'satu',
    server: first,
    replicas: 1,
    version,
  })}${entry({ name: 'dua', server: second, replicas: 2, version })}${more.join('')}`;
}

/** A new domain has its certificate a moment after its route. */
async function untilAnswered({ address, domain }) {
  const deadline = Date.now() + 60_000;
  while ((await statusOf(address, domain)) !== 200) {
    if (Date.now() > deadline) throw new Error(`${domain} at ${address} does not answer`);
    await setTimeout(250);
  }
}

function statusOf(address, domain) {
  const options = { host: address, servername: domain, rejectUnauthorized: false };
  return new Promise((resolve) => {
    const asked = request({ ...options, headers: { Host: domain }, agent: false, timeout: 5_000 });
    asked.on('response', (answer) => {
      answer.resume();
      resolve(answer.statusCode);
    });
    asked.on('timeout', () => asked.destroy());
    asked.on('error', () => resolve(0));
    asked.end();
  });
}

/** @param {string} name @param {import('./load/visitors.js').Visits} visits */
function phaseRow(name, visits) {
  return [
    name,
    count(visits.requests),
    visits.perSecond.toFixed(0),
    visits.cut > 0 ? `${visits.failed} (${visits.cut} cut)` : String(visits.failed),
    String(visits.closed),
    milliseconds(visits.p50),
    milliseconds(visits.p99),
    milliseconds(visits.slowest),
  ];
}

function text(scenes, phases) {
  const head = [
    '',
    'requests',
    'per second',
    'failed',
    'kept connections closed',
    'p50',
    'p99',
    'slowest',
  ];
  const walls = scenes.map(
    ({ servers, update: one, add }) =>
      `${servers} server(s): ${seconds(one)} an update (two apps, three containers), ${seconds(add)} an added app`,
  );
  const failures = scenes.flatMap(({ updates, added }) => [...updates.reasons, ...added.reasons]);
  return [
    `Two Node apps, one with one replica and one with two; with two servers one on each. Every proxy is asked for both apps over HTTPS by ${visitors} visitors who keep their connection and as many requests over fresh ones, half GET and half POST (1 KB), ${rate} a second in all at fixed times. Each answer is compared with its request; nothing is sent twice, so a kept connection that is closed under a request counts as failed. An update changes an environment variable of both apps.`,
    table(head, phases),
    `- Median of \`induk apply\`: ${walls.join('; ')}.`,
    `- An update does not touch the proxy. An added app reloads it, once per server, and a reload closes connections that are idle at that moment (HTTP/2, which browsers speak with this proxy, is told so first; these visitors speak HTTP/1.1). A request that goes out on a kept connection in that very moment is *cut*: HTTP clients send it again on a fresh connection, these visitors count it as failed. What induk does about it: one reload per server and \`apply\`, however many apps it adds, and none when no domain changes. Each of ${visitors} visitors asks every ${Math.round((visitors / (rate / 2)) * 1000)} ms, so most connections are idle when it happens.`,
    ...(failures.length > 0 ? [`- Failures: ${[...new Set(failures)].join('; ')}.`] : []),
  ].join('\n\n');
}
