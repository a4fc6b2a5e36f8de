import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { inside } from '../../test/lab/faults.js';
import { induk } from '../ground/induk.js';

export const engineName = 'dinas-arsip';
export const worker = `induk-backup-${engineName}`;
export const drillWorker = `induk-drill-${engineName}`;
export const follower = `induk-log-${engineName}`;
/** A folder on the server is the vault: no network hides what induk itself costs. */
export const vaultFolder = '/srv/backups';

/** Every page reads a row; it says what it was asked, as visitors expect. */
const page = `<?php
mysqli_report(MYSQLI_REPORT_ERROR | MYSQLI_REPORT_STRICT);
$size = strlen(file_get_contents('php://input'));
$db = new mysqli('localhost', getenv('DB_USER'), getenv('DB_PASSWORD'), getenv('DB_NAME'));
$row = $db->query('SELECT nama FROM warga WHERE id = ' . random_int(1, 1000))->fetch_row();
echo "$_SERVER[REQUEST_METHOD] $_SERVER[REQUEST_URI] $size ", $row === null ? 'kosong' : '';
`;

const agency = (/** @type {string} */ server) => `opd: dinas
name: Dinas
type: dinas
apps:
  arsip:
    server: ${server}
    runtime: {php: "8.4", extensions: [mysql]}
    source: apps/arsip
    database: {mariadb: "11.8"}
    storage: {unggahan: /app/unggahan}
    health: {path: /sehat.txt}
    size: {cpu: 1, memory: 512MiB}
`;

/**
 * A site of one app, with its database and files, that is backed up into a folder.
 * @param {import('../ground/site.js').Site} site
 * @param {{name: string, container: string}} server
 */
export async function makeApp(site, server) {
  site.write('opd/dinas.yaml', agency(server.name));
  site.write('apps/arsip/index.php', page);
  site.write('apps/arsip/sehat.txt', 'sehat\n');
  site.write('apps/arsip/.htaccess', 'FallbackResource /index.php\n');
  appendFileSync(
    join(site.inventory, 'site.yaml'),
    `backup: {vault: {path: ${vaultFolder}}, schedule: "03:00"}\n`,
  );
  await inside(server, ['mkdir', '-p', vaultFolder]);
  await induk(site, 'vault', 'setup', '--yes');
  await induk(site, 'apply', '--yes');
}

/**
 * Rows of people and addresses, and files of which half do not compress, as photographs.
 * @param {{container: string}} server @param {{rows: number, files: number}} size
 *   files of 64 KB
 */
export async function fillApp(server, { rows, files }) {
  await sql(
    server,
    `CREATE TABLE warga (id INT PRIMARY KEY, nik CHAR(16), nama VARCHAR(80),
      alamat VARCHAR(200), waktu DATETIME, catatan TEXT, KEY (nik));
    INSERT INTO warga SELECT seq, LPAD(seq * 7919, 16, '3'), CONCAT('Warga ', MD5(seq)),
      CONCAT('Jalan ', MD5(seq + 1), ' nomor ', seq % 300), '2020-01-01' + INTERVAL seq MINUTE,
      CONCAT(SHA2(seq, 256), ' ', SHA2(seq * 3, 256)) FROM seq_1_to_${rows};`,
  );
  const folder = `/var/lib/docker/volumes/${engineName}-unggahan/_data`;
  const script = `cd "$1" && mkdir -p foto surat
    for i in $(seq 0 $(($2 / 2 - 1))); do
      head -c 65536 /dev/urandom > foto/$i.jpg
      seq $((i * 9000)) $((i * 9000 + 9362)) > surat/$i.txt
    done; chown -R 33:33 .; sync`;
  await inside(server, ['sh', '-ec', script, 'sh', folder, String(files)]);
}

/** Runs SQL in the app's database as its administrator. */
export async function sql(/** @type {{container: string}} */ server, /** @type {string} */ text) {
  const script = `docker exec -i $(docker ps -qf name=${engineName}-db.) mariadb --batch dinas_arsip`;
  return (await inside(server, ['sh', '-c', script], { input: text })).stdout;
}
