import type { LogSnapshot } from '../log/model.js';
import { readLogSnapshots } from '../log/snapshots.js';
import { readSnapshots, type Snapshot } from './snapshots.js';

/** All that a repository holds of sets, logs and copies they begin with, each oldest first. */
export interface Holdings {
  /** Manifests. */
  sets: readonly Snapshot[];
  log: readonly LogSnapshot[];
  bases: readonly LogSnapshot[];
}

/** Asks for all of it at once: restic takes about a second to open a repository, however small. */
export const holdingsArguments = ['snapshots', '--json', '--no-lock', '--tag=induk'] as const;

/** What the answer to `holdingsArguments` tells. */
export function readHoldings(json: string): Holdings {
  return {
    sets: readSnapshots(json).filter(({ part }) => part === 'manifest'),
    log: readLogSnapshots(json, 'log'),
    bases: readLogSnapshots(json, 'base'),
  };
}
