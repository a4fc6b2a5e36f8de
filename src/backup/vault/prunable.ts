import { type LogPart, logListArguments, readLogSnapshots } from '../log/snapshots.js';
import type { Prunable } from '../pruning.js';
import {
  imageArguments,
  keptArguments,
  listArguments,
  readImages,
  readKept,
  readSize,
  readSnapshots,
  sizeArguments,
} from '../repository/snapshots.js';
import { forgetAt, type Keeper, type KeeperRun, pruneAt } from './keeper.js';

/** An app's repository at a vault server, in the hands of its keeper. */
export function prunableAt(keeper: Keeper, engineName: string, run: KeeperRun): Prunable {
  const ask = async (argv: readonly string[]): Promise<string[]> =>
    (await keeper.restic(engineName, argv, run)).lines;
  return {
    snapshots: async () => readSnapshots((await ask(listArguments())).join('\n')),
    images: async () => readImages((await ask(imageArguments)).join('\n')),
    logSnapshots: async (part: LogPart = 'log') =>
      readLogSnapshots((await ask(logListArguments(part))).join('\n'), part),
    kept: async (policy) => readKept(await ask(keptArguments(policy))),
    forget: (snapshots) => forgetAt(keeper, engineName, snapshots, run),
    prune: () => pruneAt(keeper, engineName, run),
    size: async () => readSize(await ask(sizeArguments)),
  };
}
