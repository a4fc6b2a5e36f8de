/**
 * The keeper: who may do at a vault what apps' servers may not. At a vault server its acts are
 * those of `induk-keeper` in the vault's container, on the repositories' own files.
 */
import { Fault } from '../../fault.js';
import type { Secret } from '../../secrets/secret.js';
import type { Connection } from '../../server/connection.js';
import { type ContainerAnswer, type ContainerRun, runInVault } from './container-exec.js';

export interface RepositoryKeys {
  /** Opens every repository; in the safe. */
  vaultKey: Secret;
  /** Opens one app's; its server knows it. */
  appKey: Secret;
}

export interface KeptRepository {
  engineName: string;
  /** Files in its `keys`; two are induk's, others a stranger's with the app's account. */
  keys: number;
}

/** How restic is run on an app's repository by the keeper. */
export interface KeeperRun {
  vaultKey: Secret;
  /** Takes each line of standard output, JSON where restic writes it; else in the answer. */
  onLine?: (line: string) => void;
  signal?: AbortSignal;
  /** Exit statuses that are no fault besides 0. */
  accept?: readonly number[];
}

export type KeeperAnswer = ContainerAnswer;

export interface Keeper {
  /** Makes the app's account at the vault, or gives it this login. */
  ensureAccount(engineName: string, login: Secret): Promise<'unchanged' | 'changed'>;
  /**
   * Makes the app's repository and sees to it that these two keys open it and no others. Killed
   * anywhere and run again it reaches the same end.
   * @throws Fault BAK066 when what is there is not opened by the vault's key.
   */
  ensureRepository(
    engineName: string,
    keys: RepositoryKeys,
  ): Promise<'unchanged' | 'changed' | 'created'>;
  repositories(): Promise<KeptRepository[]>;
  /**
   * Runs restic on an app's repository with the vault's key.
   * @param argv without repository and password, e.g. `['snapshots', '--json']`
   * @throws Fault BAK067 with the end of its messages.
   */
  restic(engineName: string, argv: readonly string[], run: KeeperRun): Promise<KeeperAnswer>;
  /** What was noted by `notePruning` last; undefined before the first time. */
  lastPruning(engineName: string): Promise<string | undefined>;
  /** Keeps a line about an app's pruning where no app's server can change it. */
  notePruning(engineName: string, line: string): Promise<void>;
  /** Room at the vault. */
  disk(): Promise<{ freeBytes: number; totalBytes: number }>;
}

/** Status of `induk-keeper` when what is there is not what induk made. */
const refused = 3;

/** The keeper of a vault server, over the connection to it. */
export function serverKeeper(connection: Connection): Keeper {
  const keep = async (argv: readonly string[], run: ContainerRun = {}): Promise<string[]> => {
    const { code, lines, messages } = await act(argv, run);
    if (code === 0) return lines;
    throw broken(argv, code, messages);
  };
  const act = (argv: readonly string[], run: ContainerRun): Promise<ContainerAnswer> =>
    runInVault(connection, ['induk-keeper', ...argv], run);
  const broken = (argv: readonly string[], code: number, messages: string[]): Fault => {
    const [action = '', app = ''] = argv;
    const { server } = connection;
    const reason = messages.at(-1) ?? '';
    return code === refused
      ? new Fault('BAK066', { app, server, reason })
      : new Fault('BAK069', { action, server, code }, { logTail: messages });
  };
  return {
    async ensureAccount(engineName, login) {
      const [state] = await keep(['account', engineName], { input: [login.reveal()] });
      return state === 'changed' ? 'changed' : 'unchanged';
    },
    async ensureRepository(engineName, { vaultKey, appKey }) {
      const input = [vaultKey.reveal(), appKey.reveal()];
      const [state] = await keep(['repository', engineName], { input });
      return state === 'created' || state === 'changed' ? state : 'unchanged';
    },
    async repositories() {
      const lines = await keep(['repositories']);
      return lines.map((line) => {
        const [engineName = '', keys = ''] = line.split(' ');
        return { engineName, keys: Number(keys) };
      });
    },
    async restic(engineName, argv, { vaultKey, onLine, signal, accept = [] }) {
      const input = [vaultKey.reveal()];
      const run = { input, ...(onLine && { onLine }), ...(signal && { signal }) };
      const answer = await act(['restic', engineName, ...argv], run);
      const { code, messages } = answer;
      if (code === 0 || accept.includes(code)) return answer;
      if (code === refused && messages.at(-1) === 'no repository') {
        throw broken(['restic', engineName], code, messages);
      }
      const command = argv.find((word) => !word.startsWith('-')) ?? '';
      const args = { app: engineName, server: connection.server, command, code };
      throw new Fault('BAK067', args, { logTail: messages });
    },
    async lastPruning(engineName) {
      const [line] = await keep(['pruning', engineName]);
      return line;
    },
    async notePruning(engineName, line) {
      await keep(['pruned', engineName], { input: [line] });
    },
    async disk() {
      const [line = ''] = await keep(['disk']);
      const [freeBytes = 0, totalBytes = 0] = line.trim().split(/\s+/).map(Number);
      return { freeBytes, totalBytes };
    },
  };
}

/** Snapshots that are forgotten at once: a command line has a limit. */
const atOnce = 500;

/** Removes stale locks, then waits for runs under way: pruning wants the repository alone. */
const patient = '--retry-lock=10m';

/** Lets snapshots go; their data stays until `pruneAt`. */
export async function forgetAt(
  keeper: Keeper,
  engineName: string,
  snapshots: readonly string[],
  run: KeeperRun,
): Promise<void> {
  if (snapshots.length > 0) await keeper.restic(engineName, ['unlock'], run);
  for (let at = 0; at < snapshots.length; at += atOnce) {
    const ids = snapshots.slice(at, at + atOnce);
    await keeper.restic(engineName, ['forget', '--json', patient, ...ids], run);
  }
}

/** Removes data that no snapshot needs. */
export async function pruneAt(keeper: Keeper, engineName: string, run: KeeperRun): Promise<void> {
  await keeper.restic(engineName, ['unlock'], run);
  await keeper.restic(engineName, ['prune', patient], run);
}

/** Checks a repository where it lies; with `percent` reads that much of its data. */
export async function checkAt(
  keeper: Keeper,
  engineName: string,
  run: KeeperRun & { percent?: number },
): Promise<KeeperAnswer> {
  const { percent = 0 } = run;
  const data = percent >= 100 ? ['--read-data'] : [`--read-data-subset=${percent}%`];
  const argv = ['check', '--json', patient, ...(percent > 0 ? data : [])];
  return keeper.restic(engineName, argv, run);
}
