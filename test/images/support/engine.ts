import { createHash } from 'node:crypto';
import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';

const root = fileURLToPath(new URL('../../..', import.meta.url));

/** Folder of an example app of the inventory. */
export const exampleApp = (name: string): string => join(root, 'inventory/apps', name);

/** Folder of a small app made for these tests. */
export const testApp = (name: string): string => join(root, 'test/images/apps', name);

export interface Build {
  recipe: 'php' | 'node' | 'static' | 'mariadb' | 'postgres' | 'caddy';
  /** Debian release, `trixie` when left out. */
  release?: string;
  /** Folder of the app's source. */
  app?: string;
  args?: Record<string, string>;
}

/**
 * Builds a recipe with the classic builder, as induk does, and returns the image's name.
 * The engine's cache makes a repeated build cost a second.
 */
export async function buildImage({ recipe, release = 'trixie', app, args = {} }: Build) {
  const context = await mkdtemp(join(tmpdir(), 'induk-context-'));
  try {
    const recipes = join(root, 'templates/images');
    await cp(join(recipes, recipe), context, { recursive: true });
    if (app !== undefined) {
      await cp(join(recipes, 'shared'), join(context, 'shared'), { recursive: true });
      await cp(app, join(context, 'app'), { recursive: true });
    }
    const given = { BASE: `debian:${release}-slim`, ...args };
    const name = createHash('sha256')
      .update(JSON.stringify([given, app]))
      .digest('hex')
      .slice(0, 12);
    const tag = `induk-test/${recipe}-${release}:${name}`;
    const flags = Object.entries(given).flatMap(([key, value]) => [
      '--build-arg',
      `${key}=${value}`,
    ]);
    const env = { DOCKER_BUILDKIT: '0' };
    await execa('docker', ['build', '-q', '-t', tag, ...flags, context], { env });
    return tag;
  } finally {
    await rm(context, { recursive: true });
  }
}

export interface Run {
  image: string;
  /** Arguments after the image. */
  command?: string[];
  env?: Record<string, string>;
  /** Path in the container → volume's name. */
  volumes?: Record<string, string>;
  user?: string;
  entrypoint?: string;
  /** Reach it on the engine's host: see `port`. */
  publish?: boolean;
  network?: string;
}

/** One test file's containers, volumes, networks and secrets, with names nobody else has. */
export class Place {
  readonly #id = `induk-test-${process.pid.toString(36)}${Date.now().toString(36)}`;
  readonly #containers: string[] = [];
  readonly #volumes = new Set<string>();
  readonly #networks: string[] = [];
  #secrets?: string;

  volume(name: string): string {
    const volume = `${this.#id}-${name}`;
    this.#volumes.add(volume);
    return volume;
  }

  async network(): Promise<string> {
    const name = `${this.#id}-${this.#networks.length}`;
    await docker('network', 'create', name);
    this.#networks.push(name);
    return name;
  }

  /** Writes a file of /run/secrets, which all containers of this place see. */
  async secret(name: string, value: string): Promise<void> {
    await writeFile(join(await this.#secretsFolder(), name), value, { mode: 0o444, flag: 'w' });
  }

  /** Starts a container and returns its name. */
  async start(run: Run): Promise<string> {
    const name = `${this.#id}-c${this.#containers.length}`;
    this.#containers.push(name);
    await docker('run', '-d', '--name', name, ...(await this.#flags(run)));
    return name;
  }

  /** Runs a container to its end; standard output, or an error with all it printed. */
  async once(run: Run): Promise<string> {
    return docker('run', '--rm', ...(await this.#flags(run)));
  }

  async clean(): Promise<void> {
    if (this.#containers.length > 0) await docker('rm', '-fv', ...this.#containers);
    if (this.#volumes.size > 0) await docker('volume', 'rm', '-f', ...this.#volumes);
    for (const network of this.#networks) await docker('network', 'rm', network);
    if (this.#secrets !== undefined) await rm(this.#secrets, { recursive: true });
  }

  async #secretsFolder(): Promise<string> {
    if (this.#secrets === undefined) {
      this.#secrets = await mkdtemp(join(tmpdir(), 'induk-secrets-'));
      // The containers' users differ from this one, and mkdtemp lets only this one in.
      await execa('chmod', ['755', this.#secrets]);
    }
    return this.#secrets;
  }

  async #flags(run: Run): Promise<string[]> {
    const { image, command = [], env = {}, volumes = {} } = run;
    const { user, entrypoint, publish, network } = run;
    return [
      ...Object.entries(env).flatMap(([key, value]) => ['-e', `${key}=${value}`]),
      ...Object.entries(volumes).flatMap(([path, volume]) => ['-v', `${volume}:${path}`]),
      ...['-v', `${await this.#secretsFolder()}:/run/secrets:ro`],
      ...(user === undefined ? [] : ['-u', user]),
      ...(entrypoint === undefined ? [] : ['--entrypoint', entrypoint]),
      ...(publish === true ? ['-p', '127.0.0.1::8080'] : []),
      ...(network === undefined ? [] : ['--network', network]),
      image,
      ...command,
    ];
  }
}

/** Runs the docker client; standard output, or an error with all it printed. */
export async function docker(...args: string[]): Promise<string> {
  return (await execa('docker', args)).stdout;
}

/** Runs a command in a container and returns all about its end, failed or not. */
export async function inside(
  container: string,
  command: string[],
  options: { input?: string; env?: Record<string, string>; user?: string } = {},
) {
  const flags = [
    ...(options.input === undefined ? [] : ['-i']),
    ...(options.user === undefined ? [] : ['-u', options.user]),
    ...Object.entries(options.env ?? {}).flatMap(([key, value]) => ['-e', `${key}=${value}`]),
  ];
  return execa('docker', ['exec', ...flags, container, ...command], {
    reject: false,
    all: true,
    ...(options.input === undefined ? {} : { input: options.input }),
  });
}

/** All a container has printed. */
export async function logs(container: string): Promise<string> {
  return (await execa('docker', ['logs', container], { all: true })).all;
}

/** Address of a published container on this machine. */
export async function address(container: string): Promise<string> {
  return `http://${(await docker('port', container, '8080/tcp')).split('\n')[0]}`;
}

/** Repeats until the test gives a true value; an error with the last reason after 60 s. */
export async function until<T>(what: string, test: () => Promise<T>): Promise<NonNullable<T>> {
  const deadline = Date.now() + 60_000;
  let reason: unknown;
  while (Date.now() < deadline) {
    try {
      const value = await test();
      if (value) return value;
    } catch (error) {
      reason = error;
    }
    // Each look starts programs, which takes the time of whatever is waited for.
    await new Promise((resolve) => setTimeout(resolve, 300));
  }
  throw new Error(`not within 60 s: ${what}`, { cause: reason });
}

/** Waits until the image's own health test passes. */
export async function healthy(container: string, ...args: string[]): Promise<void> {
  await until(`${container} is healthy`, async () => {
    const { exitCode } = await inside(container, ['induk-health', ...args]);
    return exitCode === 0;
  });
}

/** Text of a file in a container. */
export async function fileIn(container: string, path: string): Promise<string> {
  return (await inside(container, ['cat', path])).stdout;
}
