/** A site that is there to be harmed: lab servers in one Swarm, three small apps, one image. */
import { expect } from 'vitest';
import { inside } from '../../lab/faults.js';
import { type LabServer, labDown } from '../../lab/servers.js';
import { labWithRecipes } from '../support/bases.js';
import type { Run } from '../support/induk.js';
import { makeSite, type Site } from '../support/site.js';

/** What a person may never be shown. */
const embarrassing = /bug in induk|\n\s+at .*[(:]\d+|UnhandledPromise|undefined|\[object/;

/** Waits as long as told, prepares, serves its version; or ends at once, as broken apps do. */
const program = `
use strict; use warnings; use IO::Socket::INET;
$| = 1;
my $version = $ENV{VERSION};
$SIG{TERM} = sub { exit 0 };
print "version $version starts\\n";
if (($ENV{CRASH} // '') ne '') { sleep $ENV{CRASH}; print STDERR "no configuration file\\n"; exit 3 }
sleep($ENV{SLOW} // 0);
my $listener = IO::Socket::INET->new(LocalPort => 8080, Listen => 64, ReuseAddr => 1) or die $!;
if (open my $ready, '>', '/tmp/ready') { close $ready }
while (1) {
  my $client = $listener->accept or next;
  while (defined(my $line = <$client>)) { last if $line =~ /^\\r?\\n$/ }
  print $client "HTTP/1.1 200 OK\\r\\nContent-Length: ", length $version, "\\r\\nConnection: close\\r\\n\\r\\n$version";
  close $client;
}
`;

const dockerfile = `FROM debian:trixie-slim
RUN echo ${Buffer.from(program).toString('base64')} | base64 -d > /usr/local/bin/layanan
CMD ["perl", "/usr/local/bin/layanan"]
`;

export const image = 'localhost:1/uji:1';

/** The file that must outlive everything that is done to the servers. */
const keepsake = '/var/lib/docker/volumes/uji-arsip-data/_data/catatan';

export interface Harmed {
  servers: LabServer[];
  manager: LabServer;
  site: Site;
  /** Runs a server's own docker client as root; default: the manager's. */
  docker: (argv: string[], server?: LabServer) => Promise<string>;
  /** Sets variables of uji/layanan, which is updated start-first. */
  set: (env: Record<string, string | number>) => void;
  /** Sets variables of uji/arsip, which has a volume and is updated stop-first. */
  setArchive: (env: Record<string, string | number>) => void;
  /** Applies what is left and proves that everything is as the inventory says. */
  converges: () => Promise<Run>;
  down: () => Promise<void>;
}

export interface HarmedOptions {
  count?: number;
  disk?: string;
}

/** Starts servers with an engine, joins them in a Swarm and applies the three apps. */
export async function harmedSite(name: string, options: HarmedOptions = {}): Promise<Harmed> {
  const { count = 1, disk } = options;
  // A lab named from outside is kept for the next run: for people who write these tests.
  const kept = process.env.INDUK_FAULT_LAB;
  const lab = kept ?? `${name}-${process.pid}`;
  const servers = await labWithRecipes({ name: lab, count, engine: true, disk });
  const [manager] = servers;
  if (manager === undefined) throw new Error('the lab has no server');
  const docker = async (argv: string[], server = manager) =>
    (await inside(server, ['docker', ...argv])).stdout;
  const site = makeSite(servers, { name: 'kota-rawan', user: manager.user });
  writeApps(site, servers);
  await formSwarm(servers);
  for (const server of servers) {
    const build = ['docker', 'build', '--quiet', '--tag', image, '-'];
    await inside(server, build, { input: dockerfile });
  }
  return {
    servers,
    manager,
    site,
    docker,
    set: (env) => setEnv(site, 'layanan', { RELEASE: 0, ...env }),
    setArchive: (env) => setEnv(site, 'arsip', env),
    converges: () => converges(site),
    async down() {
      site.remove();
      if (kept === undefined) await labDown({ name: lab });
    },
  };
}

/** By hand, in two seconds; `servers setup` has tests of its own. */
async function formSwarm([manager, ...workers]: LabServer[]): Promise<void> {
  if (manager === undefined) return;
  const run = async (server: LabServer, script: string) =>
    (await inside(server, ['sh', '-ec', script, 'sh', manager.address])).stdout.trim();
  const inactive = 'docker info -f "{{.Swarm.LocalNodeState}}" | grep -q inactive || exit 0;';
  await run(manager, `usermod -aG docker ${manager.user}`);
  await run(manager, `${inactive} docker swarm init --advertise-addr $1 >/dev/null`);
  const token = await run(manager, 'docker swarm join-token -q worker');
  for (const worker of workers) {
    await run(worker, `usermod -aG docker ${worker.user}`);
    await run(worker, `${inactive} docker swarm join --token ${token} $1:2377 >/dev/null`);
  }
  for (const { name } of [manager, ...workers]) {
    await run(manager, `docker node update --label-add induk.server=${name} ${name} >/dev/null`);
  }
}

/** The last server runs `situs`; the first, the manager, the other two. */
function writeApps(site: Site, servers: LabServer[]): void {
  const [first, last] = [servers[0]?.name, servers.at(-1)?.name];
  const common = {
    runtime: { image, port: 8080 },
    size: { cpu: 0.1, memory: '64MiB', disk: '1GiB' },
    health: {
      command: ['test', '-e', '/tmp/ready'],
      interval: '1s',
      timeout: '2s',
      grace: '20s',
      retries: 1,
    },
  };
  const apps = {
    layanan: {
      ...common,
      server: first,
      env: { VERSION: 1, RELEASE: 0 },
      release: 'sleep $RELEASE',
    },
    arsip: { ...common, server: first, env: { VERSION: 1 }, storage: { data: '/data' } },
    situs: { ...common, server: last, env: { VERSION: 1 } },
  };
  site.write('opd/uji.yaml', JSON.stringify({ opd: 'uji', name: 'Dinas Uji', apps }, null, 2));
}

function setEnv(site: Site, app: string, env: Record<string, string | number>): void {
  changeApp(site, app, (entry) => ({ ...entry, env }));
}

type Entry = Record<string, unknown>;

/** Rewrites the entry of an app; `undefined` takes it out. */
export function changeApp(
  site: Site,
  app: string,
  change: (entry: Entry) => Entry | undefined,
): void {
  const opd = JSON.parse(site.read('opd/uji.yaml')) as { apps: Record<string, Entry | undefined> };
  opd.apps[app] = change(opd.apps[app] ?? {});
  site.write('opd/uji.yaml', JSON.stringify(opd, null, 2));
}

async function converges(site: Site): Promise<Run> {
  const run = await site.induk(['apply', '--yes']);
  expect(run.stderr).not.toMatch(embarrassing);
  expect(run.code, run.stderr).toBe(0);
  // After an outage the Swarm may notice a moment later that a container is gone, and heals it.
  await until(async () => {
    const plan = await site.induk(['plan', '--detailed-exitcode']);
    if (plan.code !== 0) throw new Error(plan.stdout + plan.stderr);
    return true;
  }, 'nothing is left to do');
  return run;
}

/** Asserts an honest failure: the exit code, the code with its next step, nothing embarrassing. */
export function expectFault(run: Run, exit: number, code: string | RegExp): void {
  const all = run.stderr + run.stdout;
  expect(all).not.toMatch(embarrassing);
  expect(run.code, all).toBe(exit);
  const words = typeof code === 'string' ? code : code.source;
  expect(all).toMatch(new RegExp(`\\b(?:${words}) [^\\n]+(\\n.*)*?\\n\\s*Next: \\S`));
}

/** Leaves a file in the archive's volume. */
export async function leaveKeepsake(server: LabServer): Promise<void> {
  await inside(server, ['tee', keepsake], { input: 'jangan hilang' });
}

export async function expectKeepsake(server: LabServer): Promise<void> {
  expect((await inside(server, ['cat', keepsake])).stdout).toBe('jangan hilang');
}

/** Names of the locks there are: of a site at rest, none. */
export async function locks({ docker }: Pick<Harmed, 'docker'>): Promise<string[]> {
  const found = await docker(['config', 'ls', '--filter', 'label=induk.role=lock', '-q']);
  return found.split('\n').filter(Boolean);
}

/** Polls until there is a value; when time is up, the last failure says why. */
export async function until<T>(check: () => Promise<T | false>, what: string): Promise<T> {
  const deadline = Date.now() + 90_000;
  for (;;) {
    let cause: unknown;
    try {
      const value = await check();
      if (value !== false) return value;
    } catch (error) {
      cause = error;
    }
    if (Date.now() > deadline) throw new Error(`not in 90 s: ${what}: ${cause}`, { cause });
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
}
