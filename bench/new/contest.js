/** The generated app beside bare Fastify: same container, same database, same table. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { root } from '../../scripts/setup/project.js';
import { inside } from '../../test/lab/faults.js';
import { median } from '../measure/rounds.js';

/**
 * What one contestant answered under load.
 * @typedef {object} Answers
 * @property {number} perSecond
 * @property {number} p50 milliseconds
 * @property {number} p99
 * @property {number} bytes of an answer
 */

/** The hand-written server answers everybody on another path. */
const ports = { app: 9001, bare: 9002, open: 9002 };
const report = {
  nama: 'Sari Wulandari',
  telepon: '0812 3456 7890',
  isi: 'Jalan berlubang di depan pasar, sudah tiga minggu, dalamnya satu jengkal.',
};

const text = (/** @type {string} */ name) =>
  readFileSync(join(root, 'bench/new/inside', `${name}.js`), 'utf8');

/**
 * @param {{container: string}} server
 * @param {{service: string, rows: number, rounds: number, seconds: number,
 *   log: (line: string) => void}} wish
 * @returns {Promise<Record<'list' | 'submit', {app: Answers, bare: Answers, open?: Answers}>>}
 *   medians; `bare` is written by hand for the same job, `open` for anybody who asks
 */
export async function contest(server, { service, rows, rounds, seconds, log }) {
  const look = ['docker', 'ps', '-qf', `label=com.docker.swarm.service.name=${service}`];
  const container = (await inside(server, look)).stdout.trim().split('\n')[0];
  const within = (env, argv, input) =>
    inside(
      server,
      [
        ...['docker', 'exec', '-i', ...env.flatMap((each) => ['-e', each]), container],
        ...['/usr/local/bin/induk-entrypoint', ...argv],
      ],
      { input },
    );
  const script = ['node', '--input-type=module', '-'];
  const session = (await within([`ROWS=${rows}`], script, text('fill'))).stdout.trim();
  await within([], ['sh', '-c', 'cat > /app/bare.js'], text('bare'));
  await start(server, container, ports.app, 'dist/src/main.js');
  await start(server, container, ports.bare, 'bare.js');
  const image = ['docker', 'inspect', '--format', '{{.Image}}', container];
  const from = (await inside(server, image)).stdout.trim();
  const cookie = `sesi=${session}`;
  const form = { form: report, expect: 303 };
  const wishes = {
    list: {
      open: { path: '/open', expect: 200 },
      bare: { path: '/list', cookie, expect: 200 },
      app: { path: '/petugas/data/aduan', cookie, expect: 200 },
    },
    submit: {
      bare: { path: '/submit', ...form },
      app: { path: '/ajukan/aduan', formPage: '/ajukan/aduan', ...form },
    },
  };
  const hammer = async (name, wish, length) => {
    const asked = { connections: 10, seconds: length, port: ports[name], ...wish };
    const run = ['docker', 'run', '--rm', '-i', '--network', `container:${container}`];
    const argv = [...run, '--entrypoint', 'node', from, ...script.slice(1), JSON.stringify(asked)];
    return JSON.parse((await inside(server, argv, { input: text('hammer') })).stdout);
  };
  const found = {};
  for (const [page, contestants] of Object.entries(wishes)) {
    const answers = Object.fromEntries(Object.keys(contestants).map((name) => [name, []]));
    for (let round = 0; round <= rounds; round += 1) {
      for (const [name, wish] of Object.entries(contestants)) {
        const one = await hammer(name, wish, round === 0 ? Math.min(2, seconds) : seconds);
        // The first round warms up and does not count.
        if (round > 0) answers[name].push(one);
      }
      if (round > 0) log(`  ${page}: round ${round} of ${rounds}`);
    }
    const middles = Object.entries(answers).map(([name, all]) => [name, middle(all)]);
    found[page] = Object.fromEntries(middles);
  }
  return found;
}

/** @param {Answers[]} list @returns {Answers} */
function middle(list) {
  const of = (/** @type {keyof Answers} */ key) => median(list.map((each) => each[key]));
  return { perSecond: of('perSecond'), p50: of('p50'), p99: of('p99'), bytes: of('bytes') };
}

/** Another process beside the app's own, in its container and under its limits. */
async function start(server, container, port, file) {
  // The limits on one address are far below what is measured.
  const env = ['-e', `PORT=${port}`, '-e', 'RATE_LIMIT=1000000000'];
  const argv = ['/usr/local/bin/induk-entrypoint', 'node', file];
  await inside(server, ['docker', 'exec', '-d', ...env, container, ...argv]);
  const look = `exec 3<>/dev/tcp/127.0.0.1/${port}`;
  for (let attempt = 0; attempt < 100; attempt += 1) {
    const probe = ['docker', 'exec', container, 'bash', '-c', look];
    if ((await inside(server, probe, { check: false })).code === 0) return;
    await setTimeout(200);
  }
  throw new Error(`${file} does not listen on ${port}`);
}
