/** Sites with a vault, and an app in PHP and MariaDB that shows what of it came back. */
import type { LabServer } from '../../lab/servers.js';
import { expectAnswer } from './expect-run.js';
import { makeSite, type Site } from './site.js';

export const parkir = 'parkir.uji.test';
export const parkirId = 'dishub/parkir';

/** Every visit with `?tulis` writes a row and a file; the page tells how many there are of both. */
const page = `<?php
mysqli_report(MYSQLI_REPORT_ERROR | MYSQLI_REPORT_STRICT);
$db = new mysqli('localhost', getenv('DB_USER'), getenv('DB_PASSWORD'), getenv('DB_NAME'));
$db->query('CREATE TABLE IF NOT EXISTS kunjungan (id INT PRIMARY KEY AUTO_INCREMENT, isi TEXT)');
$db->query('CREATE TABLE IF NOT EXISTS lain (id INT)');
if (isset($_GET['tulis'])) {
    $db->query("INSERT INTO kunjungan (isi) VALUES ('sebuah kunjungan')");
    file_put_contents('/app/unggahan/berkas-' . $db->insert_id . '.txt', 'isi ' . $db->insert_id);
}
$rows = $db->query('SELECT count(*) FROM kunjungan')->fetch_row()[0];
echo "baris $rows, berkas ", count(glob('/app/unggahan/berkas-*')), "\\n";
`;

/** A site of some servers whose apps are backed up to another one. */
export function siteWithVault(
  servers: readonly LabServer[],
  { name, address, keyFile, hostKey }: LabServer,
  /** More of the policy, e.g. `notify: {…}`. */
  ...policy: string[]
): Site {
  const site = makeSite(servers);
  const entry = `{address: ${address}, key: ${keyFile}, hostKey: "${hostKey}", role: vault}`;
  const backup = [`vault: {server: ${name}}`, ...policy].map((line) => `  ${line}\n`).join('');
  site.alter('site.yaml', 'servers:', `servers:\n  ${name}: ${entry}`);
  site.alter('site.yaml', 'proxy:', `backup:\n${backup}proxy:`);
  return site;
}

/** @param runtime more of the runtime, e.g. `, build: "make"` */
export function writeParkir(site: Site, server: LabServer, runtime = ''): void {
  site.write(
    'opd/dishub.yaml',
    `opd: dishub
name: Dinas Perhubungan
apps:
  parkir:
    server: ${server.name}
    runtime: {php: "8.4", extensions: [mysql]${runtime}}
    source: apps/parkir
    database: {mariadb: "11.8"}
    storage: {unggahan: /app/unggahan}
    health: {path: /sehat.txt}
`,
  );
  site.source('parkir', { 'sehat.txt': 'sehat\n', 'index.php': page });
}

/** From bare servers to running apps that have a place in the vault. */
export async function setUpWithVault(site: Site): Promise<void> {
  await expectAnswer(site, 0, ['servers', 'setup', '--as', 'admin', '--yes']);
  await expectAnswer(site, 0, ['vault', 'setup', '--as', 'admin', '--yes']);
  await expectAnswer(site, 0, ['apply', '--yes']);
}

/** An app's backups, as `induk backups` lists them. */
export async function stateOf(site: Site, app: string) {
  const { apps } = await expectAnswer(site, 0, ['backups']);
  return apps.find((each: { app: string }) => each.app === app);
}

/** An app's sets in the vault, the newest first. */
export const setsOf = async (site: Site, app: string) =>
  (await expectAnswer(site, 0, ['backups', 'list', app])).sets;
