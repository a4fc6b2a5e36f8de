/** A server of a site and an old host with the trap app on it, ready to be moved. */
import { inside } from '../../lab/faults.js';
import type { LegacyKind } from '../../lab/legacy/image.js';
import { type LegacyHost, legacyUp } from '../../lab/legacy/legacy.js';
import { type LabServer, labDown } from '../../lab/servers.js';
import { labWithRecipes } from './bases.js';
import type { Run } from './induk.js';
import { makeSite, type Site } from './site.js';

/** The trap app, as `inspect` drafts it. */
export const moved = {
  app: 'pasar/retribusi',
  engineName: 'pasar-retribusi',
  domain: 'retribusi.kota.test',
} as const;

export interface MoveSite {
  server: LabServer;
  old: LegacyHost;
  site: Site;
  /** Runs induk with `--json`; throws with all it said when it ends with another code. */
  must: (args: string[]) => Promise<Run>;
  down: () => Promise<void>;
}

/**
 * Servers and an inventory; nothing of induk has run yet.
 * @param disk of the server's engine, one that can be filled; default: this machine's
 */
export async function moveLab(
  lab: string,
  log: (line: string) => void = () => {},
  kind: LegacyKind = 'bookworm',
  disk?: string,
) {
  const small = disk === undefined ? {} : ({ disk, recipes: 'moved' } as const);
  const options = { name: lab, count: 1, engine: true, log, ...small };
  const [server] = (await labWithRecipes(options)) as [LabServer];
  await inside(server, ['docker', 'swarm', 'init', '--advertise-addr', server.address]);
  const old = await legacyUp({ name: lab, kind, log });
  const site = makeSite([server], { user: 'admin' });
  const must = async (args: string[]): Promise<Run> => {
    const run = await site.induk([...args, '--json']);
    if (run.code === 0) return run;
    throw new Error(`induk ${args.join(' ')}: ${run.code}\n${run.stderr}${run.stdout}`);
  };
  const down = async (): Promise<void> => {
    await thaw(server).catch(() => {});
    site.remove();
    await labDown({ name: lab });
  };
  return { server, old, site, must, down } satisfies MoveSite;
}

/**
 * A lab's server with a paused container in it cannot be killed: what is frozen does not die. A
 * machine that loses its power has no such trouble.
 */
export async function thaw(server: LabServer): Promise<void> {
  const script =
    'for f in /sys/fs/cgroup/freezer/docker/*/freezer.state; do echo THAWED > "$f"; done';
  await inside(server, ['sh', '-c', script], { check: false });
}

/** Sets the server up, and reads the old host into the inventory. */
export async function readyToMove({ old, site, must }: MoveSite): Promise<void> {
  await must(['secrets', 'key']);
  const target = ['--opd', 'pasar', '--app', 'retribusi', '--write'];
  const known = ['--key', old.keyFile, '--accept-host-key', old.hostKey];
  await must(['inspect', `root@${old.address}`, ...target, ...known]);
  // As if its configuration named the old host: the name must lead to the new database.
  site.alter('opd/pasar.yaml', 'host: localhost', 'host: db.kota.test');
  const checks =
    'pages: [/, /pedagang, /daftar-berkas]\n      write: {path: "/tulis?id=induk-uji"}';
  site.alter('opd/pasar.yaml', 'accessLog:', `${checks}\n      accessLog:`);
  await must(['servers', 'setup', '--as', 'admin', '--yes']);
}

/**
 * Gives an app's virtual host a certificate that an authority of its own vouches for, as one
 * of a government's is: what `first-boot` made vouches for itself.
 */
export async function vouchedCertificate(
  old: LegacyHost,
  domain: string = moved.domain,
  server = 'apache2',
): Promise<void> {
  const script = `cd /etc/ssl/lama
    openssl req -x509 -newkey rsa:2048 -nodes -days 90 -subj '/CN=CA Lama' -keyout ca.key -out ca.crt
    openssl req -newkey rsa:2048 -nodes -subj '/CN=${domain}' -keyout ${domain}.key -out csr
    echo 'subjectAltName=DNS:${domain}' > names
    openssl x509 -req -in csr -CA ca.crt -CAkey ca.key -CAcreateserial -days 60 -extfile names -out leaf
    cat leaf ca.crt > ${domain}.crt
    systemctl reload ${server}`;
  await inside(old, ['sh', '-ec', script]);
}

/** A page of the trap app that writes when it is only asked for, and looks for a way out. */
export async function curiousPage(old: LegacyHost): Promise<string> {
  const page = `<?php require __DIR__ . '/pustaka.php';
basis_data()->query("INSERT INTO buku (id, waktu) VALUES ('kunjungan', NOW(6))");
file_put_contents(__DIR__ . '/berkas/kunjungan.txt', 'x', FILE_APPEND);
$luar = @fsockopen('${old.address}', 22, $nomor, $sebab, 3);
echo '<!doctype html><html><head><title>' . ($luar ? 'terhubung' : 'terputus') . '</title></head></html>';
`;
  const put = 'cat > /var/www/retribusi/kunjungan.php';
  await inside(old, ['sh', '-ec', put], { input: page });
  return '/kunjungan.php';
}

/** A page that says how the app was told that its visitor came. */
export async function schemePage(old: LegacyHost): Promise<void> {
  const page = "<?php echo $_SERVER['HTTP_X_FORWARDED_PROTO'] ?? '-';";
  await inside(old, ['sh', '-ec', 'cat > /var/www/retribusi/skema.php'], { input: page });
}

/** Somebody takes the migration's key away from the old host, and ends what runs by it. */
export async function loseKey(old: LegacyHost): Promise<void> {
  const script =
    "sed -i '/induk-migrate/d' /root/.ssh/authorized_keys; pkill -f '^sshd: root' || true";
  await inside(old, ['sh', '-ec', script]);
}
