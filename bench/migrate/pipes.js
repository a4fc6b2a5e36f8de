/** What a careful person types: the database and the files through a pipe of ssh. */
import { readFileSync } from 'node:fs';
import { dockerArgv } from '../../scripts/setup/run.js';
import { inside } from '../../test/lab/faults.js';
import { timed } from '../measure/timed.js';

const copy = 'bench-salinan';
const key = '/root/bench-key';

/**
 * Copies of an old host's app by hand, on its new server.
 * @param {import('../../test/e2e/support/moving.js').MoveSite} lab @param {string} engineName
 */
export async function openPipes({ server, old }, engineName) {
  await inside(server, ['sh', '-ec', `umask 077; cat > ${key}`], {
    input: readFileSync(old.keyFile, 'utf8'),
  });
  const find = ['docker', 'ps', '-q', '--filter', `name=${engineName}-db.`];
  const database = (await inside(server, find)).stdout.trim();
  await inside(server, ['bash', '-ec', makeCopy(database)]);
  const shell = (/** @type {string} */ script) =>
    timed(dockerArgv('exec', server.container, 'bash', '-ec', `set -o pipefail\n${script}`));
  const remote = `ssh -i ${key} -o StrictHostKeyChecking=accept-new root@${old.address}`;
  const sql = (/** @type {string} */ text) =>
    inside(server, ['docker', 'exec', '-i', copy, 'mariadb'], { input: text });
  return {
    database: async () => {
      await sql('DROP DATABASE retribusi; CREATE DATABASE retribusi;');
      const dump = 'mariadb-dump --single-transaction --routines --events --triggers retribusi';
      return shell(`${remote} ${dump} | docker exec -i ${copy} mariadb retribusi`);
    },
    files: async () => {
      await inside(server, ['rm', '-rf', '/srv/bench']);
      return shell(`mkdir -p /srv/bench
        ${remote} tar -C /var/www/retribusi -c . | tar -C /srv/bench -xp`);
    },
    close: () => inside(server, ['sh', '-c', `docker rm -fv ${copy}; rm -rf ${key} /srv/bench`]),
  };
}

/** A database like the app's, of the same image, beside it. */
const makeCopy = (/** @type {string} */ database) => `
  image=$(docker inspect -f '{{.Config.Image}}' ${database})
  umask 022; mkdir -p /srv/bench-secret; printf sandi > /srv/bench-secret/DB_PASSWORD
  docker rm -fv ${copy} >/dev/null 2>&1 || true
  docker run --detach --name ${copy} --env DB_NAME=retribusi --env DB_USER=app \\
    --volume /srv/bench-secret:/run/secrets "$image" >/dev/null
  until docker exec ${copy} induk-health; do sleep 0.2; done`;
