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
  const steps = { 'image.build': [], 'service.update': [] };
  const found = await rounds(
    quick ? 2 : 10,
    {
      bare: (round) => bareDeploy(server, sourceFiles(`by hand ${round}`), round),
      induk: async (round) => {
        write(sourceFiles(`by induk ${round}`));
        const cost = await induk(site, 'apply', '--yes', '--json');
        if (round > 0) collect(steps, cost.stderr);
        return cost;
      },
    },
    { log },
  );
  const overhead = (found.induk.wall / found.bare.wall - 1) * 100;
  const inSteps = Object.values(steps).reduce((sum, list) => sum + median(list), 0) / 1000;
  return {
    title: 'Deploying a changed app',
    text: [
      'A Node app whose source changed; every layer that does not depend on the source is cached for both. By hand: the same recipe and source as a tar stream into `docker build` on the server and `docker service update` of a twin service (same health check each second, same update policy) in one ssh connection. `docker service update` waits until the new task is stable, as induk does.',
      table(rowHead, [
        row('`docker build` + `docker service update`', found.bare, found.bare),
        row('`induk apply`', found.induk, found.bare),
      ]),
      `- Overhead of induk: ${overhead.toFixed(1)} %. Of its ${seconds(found.induk.wall)}, ${seconds(inSteps)} are the build (${seconds(median(steps['image.build']) / 1000)}) and the update (${seconds(median(steps['service.update']) / 1000)}); the rest is start-up, connecting, planning, the lock, the audit log and the pruning of old images.`,
    ].join('\n\n'),
    targets: [
      atMost('Overhead over doing it by hand', overhead, 15, (value) => `${value.toFixed(1)} %`),
    ],
  };
}

/** @param {Record<string, number[]>} steps @param {string} ndjson */
function collect(steps, ndjson) {
  for (const line of ndjson.split('\n')) {
    if (!line.startsWith('{"type":"step.done"')) continue;
    const { step, ms } = JSON.parse(line);
    steps[step.kind]?.push(ms);
  }
}
