import { existsSync, readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { dirname } from 'node:path';
import { Client } from 'ssh2';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { docker } from '../../scripts/setup/run.js';
import * as fault from './faults.js';
import { type LabServer, labDown, labStatus, labUp } from './servers.js';

const LAB = `test-${process.pid}`;
const MINUTES = 60_000;

/** Runs a command over SSH, with the host key pinned; gives back what it printed. */
function ssh(server: LabServer, command: string, user = server.user): Promise<string> {
  const client = new Client();
  return new Promise<string>((resolve, reject) => {
    client.on('error', reject);
    client.on('ready', () => {
      client.exec(command, (error, channel) => {
        if (error) return reject(error);
        let output = '';
        channel.on('data', (bytes: Buffer) => {
          output += bytes.toString();
        });
        channel.stderr.on('data', (bytes: Buffer) => {
          output += bytes.toString();
        });
        channel.on('close', () => resolve(output.trim()));
      });
    });
    client.connect({
      host: server.address,
      port: server.port,
      username: user,
      privateKey: readFileSync(server.keyFile),
      readyTimeout: 10_000,
      hostHash: 'sha256',
      hostVerifier: (hex: string) => {
        const base64 = Buffer.from(hex, 'hex').toString('base64').replace(/=+$/, '');
        return server.hostKey === `SHA256:${base64}`;
      },
    });
  }).finally(() => client.end());
}

/** Whether sshd greets within `ms`. */
function greets(server: LabServer, ms: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host: server.address, port: server.port, timeout: ms });
    const done = (answer: boolean) => {
      socket.destroy();
      resolve(answer);
    };
    socket.on('data', (bytes) => done(bytes.toString().startsWith('SSH-2.0')));
    socket.on('timeout', () => done(false));
    socket.on('error', () => done(false));
  });
}

/** Everything on the engine that carries the lab's label. */
async function belongings(lab: string): Promise<string[]> {
  const filter = ['--quiet', '--filter', `label=induk.lab=${lab}`];
  const lists = await Promise.all([
    docker(['ps', '--all', ...filter]),
    docker(['volume', 'ls', ...filter]),
    docker(['network', 'ls', ...filter]),
  ]);
  return lists.flatMap(({ stdout }) => stdout.split('\n').filter(Boolean));
}

describe('two bare servers', () => {
  let one: LabServer;
  let two: LabServer;

  beforeAll(async () => {
    [one, two] = (await labUp({ name: LAB, count: 2 })) as [LabServer, LabServer];
  }, 10 * MINUTES);
  afterAll(() => labDown({ name: LAB }), MINUTES);

  it('let the operator in by key, with sudo, and nobody else', async () => {
    expect(await ssh(one, 'id -un; sudo -n id -un; hostname')).toBe(`admin\nroot\n${LAB}-1`);
    await expect(ssh(one, 'true', 'root')).rejects.toThrow(/authentication/i);
  });

  it('have host keys of their own, which the client can pin', async () => {
    expect(one.hostKey).toMatch(/^SHA256:[A-Za-z0-9+/]{43}$/);
    expect(one.hostKey).not.toBe(two.hostKey);
    await expect(ssh({ ...one, hostKey: two.hostKey }, 'true')).rejects.toThrow(/verif/i);
  });

  it('are booted Debian without a Docker', async () => {
    expect(await ssh(one, 'systemctl is-system-running')).toBe('running');
    expect(await ssh(one, 'systemctl --failed --no-legend')).toBe('');
    expect(await ssh(one, '. /etc/os-release; echo $ID-$VERSION_ID')).toBe('debian-12');
    expect(await ssh(one, 'command -v docker dockerd || echo none')).toBe('none');
  });

  it(
    'install packages',
    async () => {
      const install = 'sudo apt-get update -qq && sudo apt-get install -qq -y nftables';
      await ssh(two, `${install} >/dev/null`);
      expect(await ssh(two, 'sudo nft add table inet probe && sudo nft list tables')).toContain(
        'table inet probe',
      );
    },
    MINUTES,
  );

  it('reach each other by address', async () => {
    const hello = `timeout 5 bash -c 'head -c 7 < /dev/tcp/${two.address}/22'`;
    expect(await ssh(one, hello)).toBe('SSH-2.0');
  });

  it('cannot change the clock or the kernel of the machine below', async () => {
    expect(await ssh(one, 'sudo date --set @0')).toContain('Operation not permitted');
    expect(await ssh(one, 'sudo sysctl -w vm.swappiness=1')).toContain('permission denied');
    expect(await ssh(one, 'sudo sysctl -w net.ipv4.ip_forward=1')).toContain('= 1');
  });

  it(
    'come back from a reboot as they were',
    async () => {
      await ssh(one, 'touch kept /tmp/gone; echo 127.0.0.9 extra | sudo tee -a /etc/hosts');
      await fault.reboot(one);
      expect(await ssh(one, 'ls; ls /tmp; grep extra /etc/hosts')).toBe('kept\n127.0.0.9 extra');
    },
    MINUTES,
  );

  it(
    'come back from a power loss',
    async () => {
      await fault.powerOff(one);
      expect(await greets(one, 2000)).toBe(false);
      await fault.powerOn(one);
      expect(await ssh(one, 'systemctl is-system-running; ls')).toBe('running\nkept');
    },
    MINUTES,
  );

  it(
    'are out of reach while the cable is pulled',
    async () => {
      await fault.cutNetwork(two);
      expect(await greets(two, 2000)).toBe(false);
      await fault.restoreNetwork(two);
      await expect.poll(() => greets(two, 2000), { timeout: 20_000 }).toBe(true);
    },
    MINUTES,
  );

  it(
    'are found again, and not made twice',
    async () => {
      const again = await labUp({ name: LAB, count: 2 });
      expect(again).toEqual([one, two]);
      const names = (await labStatus())
        .filter(({ lab }) => lab === LAB)
        .map(({ server }) => server);
      expect(names).toEqual([`${LAB}-1`, `${LAB}-2`]);
    },
    MINUTES,
  );

  it(
    'leave nothing behind',
    async () => {
      expect(await belongings(LAB)).not.toEqual([]);
      await labDown({ name: LAB });
      expect(await belongings(LAB)).toEqual([]);
      expect(existsSync(dirname(one.keyFile))).toBe(false);
      await labDown({ name: LAB });
    },
    MINUTES,
  );
});

describe('a server with an engine and a small disk', () => {
  const name = `${LAB}-disk`;
  let server: LabServer;

  beforeAll(async () => {
    [server] = (await labUp({ name, count: 1, engine: true, disk: '300m' })) as [LabServer];
  }, 10 * MINUTES);
  afterAll(() => labDown({ name }), MINUTES);

  it('runs Docker on overlay2', async () => {
    const format = "sudo docker info --format '{{.Driver}} {{.Swarm.LocalNodeState}}'";
    expect(await ssh(server, format)).toBe('overlay2 inactive');
    expect(await ssh(server, 'systemctl is-system-running')).toBe('running');
  });

  it(
    'runs out of space where a real one would, and keeps its files over a power loss',
    async () => {
      const fill = 'sudo fallocate -l 400m /var/lib/docker/big';
      expect(await ssh(server, fill)).toContain('No space left on device');
      await ssh(server, 'sudo rm -f /var/lib/docker/big; sudo touch /var/lib/docker/kept');
      await fault.powerOff(server);
      await fault.powerOn(server);
      expect(await ssh(server, 'sudo ls /var/lib/docker/kept')).toBe('/var/lib/docker/kept');
      expect(await ssh(server, 'df --output=fstype /var/lib/docker | tail -1')).toBe('ext4');
    },
    MINUTES,
  );
});
