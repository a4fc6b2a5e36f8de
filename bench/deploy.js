/** A changed source of one app, deployed by induk and by hand. */
import { bareDeploy, makeTwin } from './deploy/bare.js';
import { induk } from './ground/induk.js';
import { median, rounds } from './measure/rounds.js';
import { atMost } from './measure/target.js';
import { row, rowHead, seconds, table } from './measure/words.js';
import { entry, sourceFiles } from './update/app.js';

/**
 * @param {import('./ground/ground.js').Ground} ground
 * @returns {Promise<import('./measure/target.js').Finding>}
 */
export async function deploy({ site: makeGround, quick, log }) {
  const { site, servers } = await makeGround(1);
  const [server] = servers;
  const write = (/** @type {Record<string, string>} */ files) => {
    for (const [name, text] of Object.entries(files)) site.write(`apps/gema/${name}`, text);
  };
  const app = entry({ name: 'situs', server: server.name, replicas: 1, version: 1 });
  site.write('opd/dinas.yaml', `opd: dinas\nname: Dinas\ntype: dinas\napps:\n${app}`);
  write(sourceFiles('first'));
  log('  induk apply makes the app …');
  await induk(site, 'apply', '--yes');
  await makeTwin(server, 'dinas-situs');
  /** @type {number[][]} */
  const timelines = [];
  const found = await rounds(
    quick ? 2 : 7,
    {
      bare: (round) => bareDeploy(server, sourceFiles(`by hand ${round}`), round),
      induk: async (round) => {
        write(sourceFiles(`by induk ${round}`));
        const began = Date.now();
        const cost = await induk(site, 'apply', '--yes', '--json');
        if (round > 0) timelines.push(stagesOf(cost.stderr, began, Date.now()));
        return cost;
      },
    },
    { log },
  );
  const overhead = (found.induk.wall / found.bare.wall - 1) * 100;
  const parts = stages.map(
    (name, index) => `${name} ${seconds(median(timelines.map((each) => each[index])))}`,
  );
  return {
    title: 'Deploying a changed app',
    text: [
      'A Node app whose source changed; every layer that does not depend on the source is cached for both. By hand: the same recipe and source as a tar stream into `docker build` on the server and `docker service update` of a twin service (same health check each second, same update policy) in one ssh connection. `docker service update` waits until the new task is stable, as induk does.',
      table(rowHead, [
        row('`docker build` + `docker service update`', found.bare, found.bare),
        row('`induk apply`', found.induk, found.bare),
      ]),
      `- Overhead of induk: ${overhead.toFixed(1)} %. Where its time goes, medians: ${parts.join(', ')}.`,
    ].join('\n\n'),
    targets: [
      atMost('Overhead over doing it by hand', overhead, 15, (value) => `${value.toFixed(1)} %`),
    ],
  };
}

const stages = ['plan, lock and audit', 'build', 'update', 'pruning', 'audit and goodbye'];

/**
 * How long each stage of one `induk apply --json` took, from the times of its events.
 * @param {string} ndjson @param {number} began @param {number} ended milliseconds since 1970
 * @returns {number[]} seconds, in the order of `stages`
 */
function stagesOf(ndjson, began, ended) {
  const events = ndjson
    .split('\n')
    .flatMap((line) => (line.startsWith('{') ? [JSON.parse(line)] : []));
  const at = (/** @type {string} */ type, kind) => {
    const event = events.find((each) => each.type === type && (!kind || each.step.kind === kind));
    if (event === undefined) throw new Error(`no ${type} ${kind ?? ''} in ${ndjson}`);
    return Date.parse(event.time);
  };
  const marks = [
    began,
    at('apply.start'),
    at('step.done', 'image.build'),
    at('step.done', 'service.update'),
    at('apply.done'),
    ended,
  ];
  return marks.slice(1).map((mark, index) => (mark - marks[index]) / 1000);
}
