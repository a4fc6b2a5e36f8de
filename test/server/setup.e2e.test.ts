/** Bare Debian machines become a Swarm, and stay as they are when asked again. */
import { connect as connectTcp } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Fault } from '../../src/fault.js';
import type { Server } from '../../src/inventory/model.js';
import { connect } from '../../src/server/connect.js';
import type { Connection } from '../../src/server/connection.js';
import { readFacts } from '../../src/server/facts.js';
import { inspectServers } from '../../src/server/inspect.js';
import type { SetupEvent } from '../../src/server/setup/events.js';
import { look } from '../../src/server/setup/run.js';
import { type SetupOutcome, setUpServers } from '../../src/server/setup/setup.js';
import { firewall } from '../../src/server/setup/steps/firewall.js';
import { inside, reboot } from '../lab/faults.js';
import { type LabServer, labDown, labUp } from '../lab/servers.js';
import { faultOf } from './fault.js';

const lab = `setup-${process.pid}`;
const ports = [80, 443];
let machines: LabServer[];
let servers: Server[];

beforeAll(async () => {
  machines = await labUp({ name: lab, count: 2 });
  servers = machines.map(asInventory);
});

afterAll(() => labDown({ name: lab }));

/** The entry an operator would write for a machine of the lab. */
function asInventory({ name, address, port, keyFile, hostKey }: LabServer, index = 0): Server {
  const role = index === 0 ? 'manager' : 'worker';
  return { name, address, port, user: 'induk', key: keyFile, hostKey, role };
}

async function setUp(selected: Server[], as?: string, onHostKey?: () => boolean) {
  const events: SetupEvent[] = [];
  const emit = (event: SetupEvent) => void events.push(event);
  const all = servers.map((server) => selected.find(({ name }) => name === server.name) ?? server);
  const outcomes = await setUpServers({ servers: all, selected, as, ports, emit, onHostKey });
  throwFirst(outcomes);
  const steps = events.filter((event) => event.type === 'step');
  const named = (state: string) =>
    steps.filter((event) => event.state === state).map((event) => `${event.server} ${event.step}`);
  return { outcomes, changed: named('changed'), unchanged: named('unchanged') };
}

/** The first error, with the end of the log that explains it. */
function throwFirst(outcomes: SetupOutcome[]): void {
  for (const { error } of outcomes) {
    if (error instanceof Fault) {
      error.message += `\n${error.logTail.join('\n')}`;
    }
    if (error !== undefined) {
      throw error;
    }
  }
}

async function using<T>(server: Server, work: (connection: Connection) => Promise<T>): Promise<T> {
  const connection = await connect(server, { servers });
  try {
    return await work(connection);
  } finally {
    await connection.close();
  }
}

const manager = () => servers[0] as Server;
const worker = () => servers[1] as Server;

test('the inventory’s user does not exist on a bare server, and nobody said as whom', async () => {
  expect((await faultOf(setUp([manager()]))).code).toBe('SRV020');
});

test('an unknown host key stops the setup before anything is done', async () => {
  const stranger = { ...manager(), hostKey: undefined };
  expect((await faultOf(setUp([stranger], 'admin', () => false))).code).toBe('SRV010');
});

test('a worker alone finds no Swarm to join', async () => {
  const fault = await faultOf(setUp([worker()], 'admin'));
  expect(fault.code).toBe('SRV074');
});

test('a bare server becomes the first manager', async () => {
  const name = manager().name;
  const { changed } = await setUp([manager()], 'admin');
  const steps = ['engine', 'packages', 'account', 'hold', 'updates', 'firewall', 'swarm'];
  expect(changed.sort()).toEqual(steps.map((step) => `${name} ${step}`).sort());
});

test('the next one joins through a manager that was not named', async () => {
  const { changed } = await setUp([worker()]);
  expect(changed).toEqual([`${worker().name} swarm`]);
});

test('nodes have their roles and names', async () => {
  const nodes = await using(manager(), ({ docker }) => docker.listNodes());
  const found = nodes.map(({ Spec }) => [Spec.Labels['induk.server'], Spec.Role]);
  expect(new Map(found as [string, string][])).toEqual(
    new Map([
      [manager().name, 'manager'],
      [worker().name, 'worker'],
    ]),
  );
});

test('a second run changes nothing and restarts nothing', async () => {
  const begun = () =>
    Promise.all(
      machines.map((machine) =>
        inside(machine, ['systemctl', 'show', '-p', 'ExecMainPID', 'docker', 'ssh']),
      ),
    );
  const before = await begun();
  const { changed, outcomes } = await setUp(servers, 'admin');
  expect(changed).toEqual([]);
  expect(outcomes.map(({ changes }) => changes)).toEqual([0, 0]);
  expect((await begun()).map(({ stdout }) => stdout)).toEqual(before.map(({ stdout }) => stdout));
});

test('check finds no faults', async () => {
  const inspected = await inspectServers(servers, { servers, ports });
  expect(inspected.flatMap(({ faults }) => faults)).toEqual([]);
});

test('what an administrator wrote into daemon.json stays', async () => {
  const own = { 'log-driver': 'json-file', 'live-restore': true, 'max-concurrent-uploads': 2 };
  await inside(machines[1] as LabServer, ['tee', '/etc/docker/daemon.json'], {
    input: JSON.stringify(own),
  });
  const { changed } = await setUp([worker()]);
  expect(changed).toEqual([`${worker().name} engine`]);
  const facts = await using(worker(), (c) => readFacts(c, { server: worker() }));
  expect(JSON.parse(facts.files.daemon ?? '')).toEqual({
    'log-driver': 'json-file',
    'log-opts': { 'max-size': '10m', 'max-file': '3' },
    'max-concurrent-uploads': 2,
  });
});

test('an invalid daemon.json is not touched', async () => {
  const machine = machines[1] as LabServer;
  const { stdout: good } = await inside(machine, ['cat', '/etc/docker/daemon.json']);
  await inside(machine, ['tee', '/etc/docker/daemon.json'], { input: '{ "log-driver": ' });
  expect((await faultOf(setUp([worker()]))).code).toBe('SRV064');
  const { stdout } = await inside(machine, ['cat', '/etc/docker/daemon.json']);
  expect(stdout).toContain('"log-driver": ');
  await inside(machine, ['tee', '/etc/docker/daemon.json'], { input: good });
});

describe('the firewall', () => {
  /** Listens on the machine, on all addresses, until the test ends. */
  async function listen(machine: LabServer, port: number) {
    const program = `use IO::Socket::INET; my $s = IO::Socket::INET->new(LocalPort => ${port}, Listen => 5, ReuseAddr => 1) or die; while (my $c = $s->accept) { close $c }`;
    await inside(machine, [
      'systemd-run',
      '--collect',
      `--unit=listen-${port}`,
      'perl',
      '-e',
      program,
    ]);
    await expect
      .poll(async () => (await inside(machine, ['ss', '-Hltn', `sport = :${port}`])).stdout)
      .toContain(String(port));
  }

  /** Whether a TCP connection from this machine, which is no server of the site, comes about. */
  const isOpen = (address: string, port: number) =>
    new Promise<boolean>((resolve) => {
      const socket = connectTcp({ host: address, port, timeout: 1_500 });
      const done = (open: boolean) => {
        socket.destroy();
        resolve(open);
      };
      socket.once('connect', () => done(true));
      socket.once('timeout', () => done(false));
      socket.once('error', () => done(false));
    });

  const isOpenFromWorker = (address: string, port: number) =>
    using(worker(), async (connection) => {
      const script = 'timeout 2 bash -c "exec 3<>/dev/tcp/$1/$2"';
      return (await connection.exec(['sh', '-c', script, 'sh', address, String(port)])).code === 0;
    });

  test('lets in SSH and the proxy’s ports, and Swarm from the other servers only', async () => {
    const [machine] = machines as [LabServer];
    await listen(machine, 80);
    await listen(machine, 9999);
    const { address } = machine;
    expect(await isOpen(address, 22)).toBe(true);
    expect(await isOpen(address, 80)).toBe(true);
    expect(await isOpen(address, 9999)).toBe(false);
    expect(await isOpen(address, 2377)).toBe(false);
    expect(await isOpenFromWorker(address, 2377)).toBe(true);
    // The gossip port listens a moment after the node has become ready.
    const gossip = () => isOpenFromWorker(address, 7946);
    await expect.poll(gossip, { timeout: 20_000 }).toBe(true);
    expect(await isOpenFromWorker(address, 9999)).toBe(false);
  });

  test('check names the program that has the proxy’s port', async () => {
    const [first] = await inspectServers([manager()], { servers, ports });
    expect(first?.faults).toMatchObject([{ code: 'SRV115', args: { port: 80, program: 'perl' } }]);
    await inside(machines[0] as LabServer, ['systemctl', 'stop', 'listen-80', 'listen-9999']);
  });

  const marks = async () =>
    (await using(worker(), (c) => readFacts(c, { server: worker() }))).firewallMark;

  /** Tries rules that also open port 81, with this answer to "can one still connect?". */
  async function tryRules(canConnect: () => Promise<boolean>) {
    await using(worker(), async (connection) => {
      const target = { server: worker(), peers: [manager()], publicKeys: [], ports: [80, 81, 443] };
      const facts = await look({ connection, ...target });
      await firewall.act({ ...target, connection, facts, canConnect, progress: () => {} });
    });
  }

  test('puts the old rules back when no new connection comes through', async () => {
    const before = await marks();
    const fault = await faultOf(
      tryRules(async () => {
        expect(await marks()).not.toBe(before);
        return false;
      }),
    );
    expect(fault.code).toBe('SRV065');
    expect(await marks()).toBe(before);
  });

  test('puts the old rules back by itself when nobody can say so', async () => {
    const before = await marks();
    const cut = tryRules(async () => {
      throw new Error('the line is dead');
    });
    await expect(cut).rejects.toThrow('the line is dead');
    expect(await marks()).not.toBe(before);
    await expect.poll(marks, { timeout: 90_000, interval: 2_000 }).toBe(before);
  });

  test('and the engine are there after a reboot', async () => {
    await reboot(machines[1] as LabServer);
    const state = async () => {
      const [found] = await inspectServers([worker()], { servers, ports });
      return found?.faults.map(({ code }) => code);
    };
    await expect.poll(state, { timeout: 90_000, interval: 1_000 }).toEqual([]);
    expect((await setUp([worker()])).changed).toEqual([]);
  });
});
