/** The same bytes saved and brought back by induk's worker and by restic alone, on a server. */
import { dockerArgv } from '../../scripts/setup/run.js';
import { inside } from '../../test/lab/faults.js';
import { timed } from '../measure/timed.js';
import { drillWorker, engineName, vaultFolder, worker } from './app.js';

const databaseName = 'dinas_arsip';
const copy = 'bench-salinan';

/** What a careful person writes into a script, and what induk adds so that a dump deduplicates. */
export const usual = '--single-transaction --quick --routines --events --triggers --hex-blob';
export const sorted = `${usual} --order-by-primary --skip-dump-date --no-autocommit`;
export const rowByRow = `${sorted} --skip-extended-insert`;

/**
 * What all contestants run in: the worker's own image and place in the queue for the processor.
 * @param {{container: string}} server
 */
export async function openContest(server) {
  const look = ['docker', 'inspect', '-f', '{{.Config.Image}}', worker];
  const image = (await inside(server, look)).stdout.trim();
  const find = ['docker', 'ps', '-q', '--filter', `name=${engineName}-db.`];
  const database = (await inside(server, find)).stdout.trim();
  const volumes = [
    '/var/run/docker.sock:/var/run/docker.sock',
    `${vaultFolder}:/vault`,
    `${engineName}-backup:/job`,
    'bench-cache:/cache',
  ];
  const files = `${engineName}-unggahan:/volumes/unggahan:ro`;
  const target = 'bench-berkas:/volumes/unggahan';
  const flags = (/** @type {string[]} */ ...more) => [
    ...['docker', 'run', '--rm', '--interactive', '--cpu-shares=16', '--blkio-weight=100'],
    ...[...volumes, ...more].flatMap((volume) => ['--volume', volume]),
  ];
  const on = (/** @type {string[]} */ argv) =>
    timed(dockerArgv('exec', '--interactive', server.container, ...argv));
  const shell = (/** @type {string} */ script, /** @type {string[]} */ ...more) =>
    on([...flags(...more), '--entrypoint', 'bash', image, '-ec', `${prelude}${script}`]);
  const bare = (/** @type {string} */ options, /** @type {string} */ file) =>
    shell(
      `r bare backup -q --host app --stdin-filename ${file} --stdin-from-command -- \\
        docker exec ${database} mariadb-dump ${options} ${databaseName}
      r bare backup -q --host app /volumes`,
      files,
    );
  const bareBack = async (/** @type {string} */ file) => {
    await emptyCopy(server, shell);
    const { wall } = await shell(
      `r bare dump latest --path /${file} ${file} | docker exec -i ${copy} mariadb ${databaseName}
      r bare restore -q latest:/volumes --path /volumes --target /volumes`,
      target,
    );
    return { wall, cpu: 0 };
  };
  const ask = (/** @type {string[]} */ ...args) => on([...flags(target), image, ...args]);

  return {
    on,
    shell,
    /** Empty vaults and no memory of sets before, for both. */
    async forget() {
      const gone =
        'rm -rf /vault/* /cache/* /job/cache /job/catalogue.ndjson /job/last-manifest.json /job/key-hint';
      await shell(`${gone}; r bare init -q`);
      await on([...flags(), image, 'init']);
    },
    induk: async () => {
      const cost = await on(['docker', 'start', '--attach', worker]);
      return { ...cost, ...resultOf(cost.stdout) };
    },
    drill: async () => resultOf((await on(['docker', 'start', '--attach', drillWorker])).stdout),
    bare: () => bare(rowByRow, 'dump.sql'),
    usual: () => bare(usual, 'usual.sql'),
    /** Bytes that a dump adds to a repository of its own, which is made when it is not there. */
    async dump(/** @type {string} */ name, /** @type {string} */ options) {
      const { stdout } = await shell(
        `[ -e /vault/${name} ] || r ${name} init -q
        r ${name} backup --json --host app --stdin-filename dump.sql --stdin-from-command -- \\
          docker exec ${database} mariadb-dump ${options} ${databaseName} | tail -1`,
      );
      return Number(JSON.parse(stdout).data_added_packed);
    },
    /** A database to bring a dump back into, beside the app's. */
    async makeCopy() {
      const script = `docker run --detach --name ${copy} --env DB_NAME=${databaseName} --env DB_USER=app \\
          --volume bench-data:/var/lib/mysql --volume bench-secret:/run/secrets \\
          $(docker inspect -f {{.Config.Image}} ${database}) >/dev/null
        until docker exec ${copy} induk-health; do sleep 0.2; done`;
      await shell(
        'printf sandi > /secret/DB_PASSWORD; chmod 444 /secret/*',
        'bench-secret:/secret',
      );
      await inside(server, ['sh', '-ec', script]);
    },
    /** Seconds to bring all back, and those the proof took that follows. */
    async indukBack() {
      await emptyCopy(server, shell);
      const database = await ask('fetch', 'database', '--container', copy);
      const files = await ask('fetch', 'files');
      const proof = resultOf(database.stdout).comparing + resultOf(files.stdout).comparing;
      const wall = database.wall + files.wall;
      return { wall: wall - proof, cpu: 0, proof };
    },
    bareBack: () => bareBack('dump.sql'),
    usualBack: () => bareBack('usual.sql'),
  };
}

const prelude = `set -o pipefail
printf kunci > /dev/shm/key
r() { local name=$1; shift; restic --repo=/vault/$name --password-file=/dev/shm/key --cache-dir=/cache "$@"; }
`;

/** The last line of a worker's output. @param {string} stdout */
function resultOf(stdout) {
  const last = JSON.parse(stdout.trim().split('\n').at(-1) ?? '{}');
  if (last.type !== 'result') throw new Error(stdout);
  return last.data;
}

/** @param {{container: string}} server */
async function emptyCopy(server, shell) {
  const text = `DROP DATABASE ${databaseName}; CREATE DATABASE ${databaseName};`;
  await inside(server, ['docker', 'exec', '-i', copy, 'mariadb'], { input: text });
  await shell('rm -rf /volumes/unggahan/*', 'bench-berkas:/volumes/unggahan');
}
