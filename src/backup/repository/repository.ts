import { Fault } from '../../fault.js';
import type { LogSnapshot } from '../log/model.js';
import { type LogPart, logListArguments, readLogSnapshots } from '../log/snapshots.js';
import type { Part, RepositoryAccess, SetId } from '../model.js';
import { type Holdings, holdingsArguments, readHoldings } from './holdings.js';
import { messageOf, type Say, sayPercent } from './messages.js';
import { reach } from './reach.js';
import { Restic, type ResticOptions } from './restic.js';
import {
  type BackupSummary,
  type SavePathsOptions,
  type SnapshotLabel,
  saveOutput,
  savePaths,
} from './save.js';
import { type Produce, saveStream } from './save-stream.js';
import {
  type ImageSnapshot,
  imageArguments,
  keptArguments,
  listArguments,
  readImages,
  readKept,
  readSize,
  readSnapshots,
  type Snapshot,
  sizeArguments,
} from './snapshots.js';

/** One app's repository. Every method throws the faults of `Restic.run`. */
export class Repository {
  readonly #restic: Restic;

  constructor(
    readonly access: RepositoryAccess,
    readonly options: ResticOptions = {},
  ) {
    this.#restic = new Restic(access, options);
  }

  /** Asks once whether the vault answers, so that a dead one is a fault within seconds. */
  reach(): Promise<void> {
    return reach(this.access, this.options.signal);
  }

  close(): void {
    this.#restic.close();
  }

  /** Whether it exists and opens with our password. @throws Fault BAK012 when it does not open */
  async exists(): Promise<boolean> {
    const { code } = await this.#restic.run(['cat', 'config', '--no-lock'], { accept: [10] });
    return code === 0;
  }

  async create(): Promise<void> {
    await this.#restic.run(['init', '--json']);
  }

  /** Adds a second key. @param name who has it, shown in the list of keys */
  async addKey(password: string, name: string): Promise<void> {
    const file = this.#restic.secretFile('new-password', password);
    await this.#restic.run(['key', 'add', `--new-password-file=${file}`, `--user=${name}`]);
  }

  /** ID of the key that our password opens, for `keyHint`. */
  async currentKey(): Promise<string | undefined> {
    const { lines } = await this.#restic.run(['key', 'list', '--json', '--no-lock']);
    const keys = JSON.parse(lines.join('')) as { current: boolean; id: string }[];
    return keys.find(({ current }) => current)?.id;
  }

  /**
   * Saves what a command writes as one file; a command that fails leaves no snapshot.
   * @param argv command and arguments, run without a shell
   */
  saveOutput(argv: readonly string[], file: string, to: SnapshotLabel): Promise<BackupSummary> {
    return saveOutput(this.#restic, argv, file, to);
  }

  /** Saves what this process produces as one file; a `produce` that fails leaves no snapshot. */
  saveStream<T>(
    produce: Produce<T>,
    file: string,
    to: SnapshotLabel,
  ): Promise<{ answer: T; saved: BackupSummary }> {
    return saveStream(this.#restic, produce, file, to);
  }

  /** Saves files and folders; what cannot be read is told, and the rest is saved. */
  savePaths(
    paths: readonly string[],
    to: SnapshotLabel,
    options: SavePathsOptions = {},
  ): Promise<BackupSummary> {
    return savePaths(this.#restic, paths, to, options);
  }

  /** Images, oldest first. */
  async images(): Promise<ImageSnapshot[]> {
    const { lines } = await this.#restic.run(imageArguments);
    return readImages(lines.join('\n'));
  }

  /** Snapshots of logs or of bases, oldest first. */
  async logSnapshots(part: LogPart = 'log'): Promise<LogSnapshot[]> {
    const { lines } = await this.#restic.run(logListArguments(part));
    return readLogSnapshots(lines.join('\n'), part);
  }

  /** Manifests, logs and bases in one answer. */
  async holdings(): Promise<Holdings> {
    return readHoldings((await this.#restic.run(holdingsArguments)).lines.join('\n'));
  }

  /** Parts of sets, oldest first. */
  async snapshots(filter: { set?: SetId; part?: Part } = {}): Promise<Snapshot[]> {
    const { lines } = await this.#restic.run(listArguments(filter));
    return readSnapshots(lines.join('\n'));
  }

  /** A file of a snapshot. */
  dump(snapshot: string, path: string): AsyncGenerator<Buffer> {
    return this.#restic.stream(['dump', snapshot, path]);
  }

  /** A small file of a snapshot, whole. */
  async read(snapshot: string, path: string): Promise<string> {
    const chunks: Buffer[] = [];
    for await (const chunk of this.dump(snapshot, path)) chunks.push(chunk);
    return Buffer.concat(chunks).toString('utf8');
  }

  /** A folder of a snapshot as a tar archive. */
  archive(snapshot: string, folder: string): AsyncGenerator<Buffer> {
    return this.#restic.stream(['dump', '--archive=tar', snapshot, folder]);
  }

  /**
   * Puts a folder of a snapshot at `target`.
   * @param only patterns as restic's `--include`, relative to the folder; all when absent
   * @param exact whether what the snapshot does not have is removed from there
   * @param verify whether everything is read back from there; not when the caller does so
   */
  async restore(
    snapshot: string,
    folder: string,
    target: string,
    { only = [], exact = false, verify = true, say = () => {} }: RestoreOptions = {},
  ): Promise<{ files: number; bytes: number }> {
    let summary = { files: 0, bytes: 0 };
    await this.#restic.run(
      [
        ...['restore', '--json', '--sparse', `--target=${target}`],
        ...(verify ? ['--verify'] : []),
        ...only.map((pattern) => `--include=${pattern}`),
        ...(exact ? ['--delete'] : []),
        ...[`${snapshot}:${folder}`],
      ],
      {
        onLine: (line) => {
          const message = messageOf(line);
          if (message.message_type === 'summary') {
            summary = {
              files: Number(message.files_restored ?? 0),
              bytes: Number(message.bytes_restored ?? message.total_bytes ?? 0),
            };
          } else sayPercent(message, say);
        },
      },
    );
    return summary;
  }

  /**
   * Takes away what runs that were killed left: locks, which keep `check` and `prune` out for
   * good. Those of another machine are believed for half an hour.
   */
  async unlock(): Promise<void> {
    await this.#restic.run(['unlock']);
  }

  /**
   * Checks the repository's structure; with `percent` reads that much of its data, which
   * alone finds flipped bytes.
   * @throws Fault BAK017 when it is damaged
   */
  async check(percent = 0): Promise<void> {
    const data = percent >= 100 ? ['--read-data'] : [`--read-data-subset=${percent}%`];
    try {
      await this.#restic.run(['check', '--json', ...(percent > 0 ? data : [])]);
    } catch (error) {
      if (!(error instanceof Fault) || !['BAK018', 'BAK019'].includes(error.code)) throw error;
      if (error.code === 'BAK018') throw error;
      throw new Fault('BAK017', error.args, { cause: error, logTail: error.logTail });
    }
  }

  /** IDs of the manifests' snapshots that a policy would keep; nothing is changed. */
  async kept(policy: readonly string[]): Promise<string[]> {
    return readKept((await this.#restic.run(keptArguments(policy))).lines);
  }

  /** Lets snapshots go; their data stays until `prune`. */
  async forget(snapshots: readonly string[]): Promise<void> {
    // Arguments have a limit of 128 KiB together on some systems; an ID takes 65 bytes.
    for (let at = 0; at < snapshots.length; at += 500) {
      await this.#restic.run(['forget', '--json', ...snapshots.slice(at, at + 500)]);
    }
  }

  /** Removes data that no snapshot needs. */
  async prune(): Promise<void> {
    await this.#restic.run(['prune']);
  }

  /** Bytes the repository takes at the vault. */
  async size(): Promise<number> {
    return readSize((await this.#restic.run(sizeArguments)).lines);
  }
}

export interface RestoreOptions {
  only?: string[];
  exact?: boolean;
  verify?: boolean;
  say?: Say;
}
