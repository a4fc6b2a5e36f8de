/** One app with a database and files, a vault on a server of its own, and somebody who writes. */

import { siteWithVault } from '../e2e/support/backed-up.js';
import { labWithRecipes } from '../e2e/support/bases.js';
import { ask, askUntil } from '../e2e/support/http.js';
import type { Run } from '../e2e/support/induk.js';
import type { Site } from '../e2e/support/site.js';
import { ownDisk } from '../e2e/support/vault-disk.js';
import { type LabServer, labDown } from '../lab/servers.js';

const domain = 'parkir.uji.test';

/** Every visit writes a row and a file, and tells how many rows there are. */
const page = `<?php
mysqli_report(MYSQLI_REPORT_ERROR | MYSQLI_REPORT_STRICT);
$db = new mysqli('localhost', getenv('DB_USER'), getenv('DB_PASSWORD'), getenv('DB_NAME'));
$db->query('CREATE TABLE IF NOT EXISTS kunjungan (id INT PRIMARY KEY AUTO_INCREMENT, isi TEXT)');
if (isset($_GET['tulis'])) {
    $db->query("INSERT INTO kunjungan (isi) VALUES (SHA2(RAND(), 512))");
    file_put_contents('/app/unggahan/' . $db->insert_id . '.bin', random_bytes(20000));
}
echo $db->query('SELECT count(*) FROM kunjungan')->fetch_row()[0];
`;

const agency = (server: string) => `opd: dishub
name: Dinas Perhubungan
apps:
  parkir:
    server: ${server}
    runtime: {php: "8.4", extensions: [mysql]}
    source: apps/parkir
    database: {mariadb: "11.8"}
    storage: {unggahan: /app/unggahan}
    health: {path: /sehat.txt}
`;

export interface SoakSite {
  server: LabServer;
  vault: LabServer;
  site: Site;
  /** Runs induk with `--json`; throws with all it said when it ends with another code. */
  must: (args: string[]) => Promise<Run>;
  /** Visits that write, all the time; those that were answered. */
  written: () => number;
  down: () => Promise<void>;
}

/** Two servers, set up from nothing by induk itself. */
export async function soakSite(lab: string, log: (line: string) => void): Promise<SoakSite> {
  const [server, vault] = (await labWithRecipes({ name: lab, count: 2, engine: true, log })) as [
    LabServer,
    LabServer,
  ];
  const site = siteWithVault([server], vault);
  site.write('opd/dishub.yaml', agency(server.name));
  site.source('parkir', { 'sehat.txt': 'sehat\n', 'index.php': page });
  const must = async (args: string[]): Promise<Run> => {
    const run = await site.induk([...args, '--json']);
    if (run.code === 0) return run;
    throw new Error(`induk ${args.join(' ')}: ${run.code}\n${run.stderr}${run.stdout}`);
  };
  log('induk sets the servers up …');
  await must(['servers', 'setup', '--as', 'admin', '--yes']);
  await must(['vault', 'setup', '--as', 'admin', '--yes']);
  await must(['apply', '--yes']);
  await askUntil(({ status }) => status === 200, server.address, domain, '/?tulis');
  await ownDisk(vault);
  const writer = startWriter(server.address);
  const down = async (): Promise<void> => {
    await writer.stop();
    site.remove();
    await labDown({ name: lab });
  };
  return { server, vault, site, must, written: writer.count, down };
}

function startWriter(address: string) {
  let [goesOn, answered] = [true, 0];
  const writing = (async () => {
    while (goesOn) {
      const answer = await ask(address, domain, '/?tulis', { timeout: 5_000 }).catch(() => null);
      if (answer?.status === 200) answered += 1;
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
  })();
  return {
    count: () => answered,
    stop: async () => {
      goesOn = false;
      await writing;
    },
  };
}
