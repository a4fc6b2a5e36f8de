/** An old host in a container, the mover beside a new database, and the network between them. */
import { join } from 'node:path';
import Docker from 'dockerode';
import { execa } from 'execa';
import { buildContext } from '../../../src/cluster/images/context.js';
import { recipeParts } from '../../../src/cluster/images/recipes.js';
import { grantKey, type KeyUndo } from '../../../src/migrate/host/key.js';
import type { MoverJob } from '../../../src/migrate/mover/model.js';
import type { Shell } from '../../../src/migrate/mover/old-host.js';
import { type Answer, answerOf } from '../../backup/worker/support.js';
import { docker, type Place, until } from '../../images/support/engine.js';

const moverTag = 'induk-test/mover-trixie';

/** The worker's image of this package as it was built last; its ID, as others have the same tag. */
export async function buildMover(): Promise<string> {
  const engine = new Docker({ socketPath: '/var/run/docker.sock' });
  const context = buildContext(recipeParts(process.cwd(), 'worker'));
  const options = { t: moverTag, buildargs: { BASE: 'debian:trixie-slim' }, forcerm: true };
  const stream = await engine.buildImage(context, options);
  await new Promise<void>((resolve, reject) => {
    engine.modem.followProgress(stream, (error: Error | null, lines: { error?: string }[]) => {
      const reason = error?.message ?? lines.find((line) => line.error)?.error;
      if (reason === undefined) resolve();
      else reject(new Error(reason));
    });
  });
  return docker('image', 'inspect', '--format', '{{.Id}}', moverTag);
}

export async function buildOldHost(release = 'bookworm'): Promise<string> {
  const tag = `induk-test/old-host-${release}`;
  const folder = join(import.meta.dirname, 'old-host');
  const base = `BASE=debian:${release}-slim`;
  await execa('docker', ['build', '-q', '-t', tag, '--build-arg', base, folder], {
    env: { DOCKER_BUILDKIT: '0' },
  });
  return tag;
}

/** An old host, reached by the operator through the engine instead of over SSH. */
export class TestHost {
  constructor(
    readonly container: string,
    readonly address: string,
    readonly hostKey: string,
  ) {}

  static async start(place: Place, network: string, databases: string, release = 'bookworm') {
    const image = await buildOldHost(release);
    const container = await place.start({ image, network, env: { DATABASES: databases } });
    await until('sshd of the old host', () =>
      docker('exec', container, 'test', '-e', '/run/sshd.pid').then(() => true),
    );
    const format = '{{range .NetworkSettings.Networks}}{{.IPAddress}}{{end}}';
    const address = await docker('inspect', '--format', format, container);
    const listed = await docker(
      ...['exec', container, 'ssh-keygen', '-lf', '/etc/ssh/ssh_host_ed25519_key.pub'],
    );
    return new TestHost(container, address, listed.split(' ')[1] as string);
  }

  /** The operator's own connection, as `user`. */
  shell(user = 'root'): Shell {
    return {
      server: 'old',
      exec: async (argv, options = {}) => {
        const home = user === 'root' ? '/root' : `/home/${user}`;
        const who = options.sudo === true ? 'root' : user;
        const ended = await execa(
          'docker',
          ['exec', '-i', '-u', who, '-e', `HOME=${home}`, this.container, ...argv],
          { input: (options.stdin ?? '') as string, reject: false },
        );
        return { code: ended.exitCode ?? null, stdout: ended.stdout, stderr: ended.stderr };
      },
    };
  }

  /** Runs a script as root; standard output, or an error with all it said. */
  async run(script: string, input = ''): Promise<string> {
    const { stdout } = await execa(
      'docker',
      ['exec', '-i', this.container, 'bash', '-ec', script],
      { input },
    );
    return stdout;
  }
}

/** One app's mover, with its volumes. */
export class Mover {
  readonly job: string;
  readonly files: string;
  undo?: KeyUndo;
  #container?: Promise<string>;

  constructor(
    readonly place: Place,
    readonly image: string,
    readonly network: string,
    readonly host: TestHost,
    readonly name = 'parkir',
    readonly user = 'root',
  ) {
    this.job = place.volume(`${name}-move`);
    this.files = place.volume(`${name}-berkas`);
  }

  moverJob(more: Partial<MoverJob> = {}): MoverJob {
    const { address, hostKey } = this.host;
    return {
      formatVersion: 1,
      app: `dishub/${this.name}`,
      engineName: this.name,
      old: { address, port: 22, user: this.user, hostKey },
      sudo: this.user !== 'biasa',
      folders: [{ volume: 'berkas', path: '/srv/berkas' }],
      ...more,
    };
  }

  /** Makes the key and lets it in on the old host. */
  async open(from?: string[], expires = new Date(Date.now() + 3_600_000).toISOString()) {
    const made = await this.ask<{ publicKey: string }>(['key']);
    const { publicKey } = made.data as { publicKey: string };
    const [subnet] = await this.subnets();
    const grant = { publicKey, from: from ?? [subnet as string], expires };
    this.undo = await grantKey(this.host.shell(this.user), grant);
  }

  async subnets(): Promise<string[]> {
    const format = '{{range .IPAM.Config}}{{.Subnet}} {{end}}';
    const told = await docker('network', 'inspect', '--format', format, this.network);
    return told.trim().split(' ');
  }

  /** Words of the docker client for an action, in a container that stays: starting one is slow. */
  async command(args: string[]): Promise<string[]> {
    this.#container ??= this.#start();
    const node = ['node', '/opt/induk/bin/run.js', '__worker', 'move', ...args];
    return ['exec', '-i', await this.#container, ...node];
  }

  async ask<T>(args: string[], more: Partial<MoverJob> = {}): Promise<Answer<T>> {
    const input = JSON.stringify(this.moverJob(more));
    return answerOf<T>(await execa('docker', await this.command(args), { input, reject: false }));
  }

  /** Ends the link that its commands share, as the end of a mover's container does. */
  async hangUp(): Promise<void> {
    await this.shell('ssh -F /job/ssh/config -O exit old');
  }

  /** A shell in the mover's image with its volumes. */
  async shell(script: string): Promise<string> {
    this.#container ??= this.#start();
    return docker('exec', await this.#container, 'bash', '-ec', script);
  }

  #start(): Promise<string> {
    return this.place.start({
      image: this.image,
      network: this.network,
      entrypoint: 'sleep',
      command: ['infinity'],
      volumes: {
        '/var/run/docker.sock': '/var/run/docker.sock',
        '/job': this.job,
        '/volumes/berkas': this.files,
      },
    });
  }
}
