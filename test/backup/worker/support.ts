/** A worker of induk's own image beside an app, with a vault in a volume, as apply lays them out. */

import Docker from 'dockerode';
import { execa, type Options } from 'execa';
import type { BackupJob } from '../../../src/backup/model.js';
import { buildContext } from '../../../src/cluster/images/context.js';
import { recipeParts } from '../../../src/cluster/images/recipes.js';
import type { Place } from '../../images/support/engine.js';

/** Builds the worker's image from this package as it was built last. */
export async function buildWorker(tag = 'induk-test/worker-trixie'): Promise<string> {
  const engine = new Docker({ socketPath: '/var/run/docker.sock' });
  const context = buildContext(recipeParts(process.cwd(), 'worker'));
  const options = { t: tag, buildargs: { BASE: 'debian:trixie-slim' }, forcerm: true };
  const stream = await engine.buildImage(context, options);
  await new Promise<void>((resolve, reject) => {
    engine.modem.followProgress(stream, (error: Error | null, lines: { error?: string }[]) => {
      const reason = error?.message ?? lines.find((line) => line.error)?.error;
      if (reason === undefined) resolve();
      else reject(new Error(reason));
    });
  });
  return tag;
}

export interface Answer<T> {
  exitCode: number | undefined;
  progress: string[];
  data?: T;
  fault?: { code: string; args: Record<string, string | number>; logTail: string[] };
  stderr: string;
}

/** One app's worker: its volumes, its job, its vault. */
export class Worker {
  readonly job: string;
  readonly vault: string;
  readonly files: string;
  readonly status: string;

  constructor(
    readonly place: Place,
    readonly image: string,
    readonly name: string,
  ) {
    this.job = place.volume(`${name}-job`);
    this.vault = place.volume('vault');
    this.files = place.volume(`${name}-berkas`);
    this.status = place.volume('status');
  }

  access(password = 'kunci-aplikasi') {
    return { url: `/vault/${this.name}`, password };
  }

  backupJob(more: Partial<BackupJob> = {}): BackupJob {
    return {
      formatVersion: 1,
      site: 'kota',
      app: `dishub/${this.name}`,
      engineName: this.name,
      server: 'pusat-1',
      access: this.access(),
      volumes: ['berkas'],
      secrets: { DB_PASSWORD: `aneh "$'\\ baris\nbaru` },
      ...more,
    };
  }

  /** Puts the job of `create` into its volume. */
  async give(job: BackupJob): Promise<void> {
    await this.shell('cat > /job/job.json', { input: JSON.stringify(job) });
  }

  /** Runs an action of `create`'s container. */
  create<T>(...args: string[]): Promise<Answer<T>> {
    return this.run(['create', ...args], undefined, [`${this.job}:/job`]);
  }

  /** restic itself on the repository, opened with the vault's key. */
  restic(command: string): Promise<string> {
    const flags = `-r /vault/${this.name} --password-file /dev/shm/p --no-cache`;
    return this.shell(`printf kunci-brankas > /dev/shm/p; restic ${flags} ${command}`);
  }

  /** Runs any other action, with its job on standard input. */
  ask<T>(args: string[], job: object = { access: this.access() }, volumes: string[] = []) {
    return this.run<T>(args, job, volumes);
  }

  /** A shell in the worker's image with all its volumes, the app's writable. */
  async shell(script: string, options: Options = {}): Promise<string> {
    const { stdout } = await execa(
      'docker',
      [
        ...['run', '--rm', '-i', '--entrypoint', 'sh'],
        ...this.#binds([`${this.job}:/job`, `${this.files}:/berkas`]),
        ...[this.image, '-ec', script],
      ],
      { ...options, stdout: 'pipe' },
    );
    return stdout as unknown as string;
  }

  /** Flags of a worker's container. */
  flags(volumes: string[]): string[] {
    const files = volumes.some((bind) => bind.includes(':/volumes/berkas'))
      ? []
      : [`${this.files}:/volumes/berkas:ro`];
    return this.#binds([...files, ...volumes]);
  }

  async run<T>(args: string[], job: object | undefined, volumes: string[]): Promise<Answer<T>> {
    const input = job === undefined ? '' : JSON.stringify(job);
    const ended = await execa(
      'docker',
      ['run', '--rm', '-i', ...this.flags(volumes), this.image, ...args],
      { input, reject: false },
    );
    return answerOf(ended);
  }

  #binds(volumes: string[]): string[] {
    const all = [
      '/var/run/docker.sock:/var/run/docker.sock',
      `${this.vault}:/vault`,
      `${this.status}:/status`,
      ...volumes,
    ];
    return all.flatMap((bind) => ['-v', bind]);
  }
}

export function answerOf<T>(ended: {
  exitCode?: number;
  stdout: string;
  stderr: string;
}): Answer<T> {
  const lines = ended.stdout
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line) as { type: string; message: string; data: T });
  const result = lines.find(({ type }) => type === 'result');
  const fault = lines.find(({ type }) => type === 'fault') as unknown as Answer<T>['fault'];
  return {
    exitCode: ended.exitCode,
    progress: lines.filter(({ type }) => type === 'progress').map(({ message }) => message),
    ...(result === undefined ? {} : { data: result.data }),
    ...(fault === undefined ? {} : { fault }),
    stderr: ended.stderr,
  };
}

/** Runs SQL as the server's administrator. */
export async function sql(container: string, kind: 'mariadb' | 'postgres', text: string) {
  const client =
    kind === 'mariadb'
      ? ['mariadb', '--comments', '-N', '-B', 'uji-1']
      : ['psql', '-X', '-At', '-v', 'ON_ERROR_STOP=1', 'uji-1'];
  return (await execa('docker', ['exec', '-i', container, ...client], { input: text })).stdout;
}

/** Both keys of a worker's repository. */
export const vaultKey = 'kunci-brankas';

/** An app's database as jobs name it. */
export const names = { name: 'uji-1', user: 'uji' } as const;
