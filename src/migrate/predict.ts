/** How long nobody will be able to write, told before it happens. */

export type Method = 'follow' | 'dump' | 'archive';

export interface Sizes {
  /** Bytes of the database; 0 without one. */
  database: number;
  /** Files of the app. */
  files: number;
}

/** Bytes and files a second; measured in the seed, or assumed before it. */
export interface Rates {
  database: number;
  files: number;
  isMeasured: boolean;
}

/** A dump piped over SSH and loaded took 119 s for a GB; an unchanged file is only looked at. */
export const assumedRates: Rates = { database: 8_500_000, files: 20_000, isMeasured: false };

/** Seconds that fencing, proving, switching and forwarding take by themselves. */
export const stepSeconds = 1.5;

/**
 * @returns seconds; undefined for an archive, which is as old as it is
 */
export function predictFreeze(method: Method, sizes: Sizes, rates: Rates): number | undefined {
  if (method === 'archive') return undefined;
  const files = sizes.files / rates.files;
  const database = method === 'dump' ? sizes.database / rates.database : 0;
  return Math.round((stepSeconds + files + database) * 10) / 10;
}

/** What a seed in the journal says of itself, as far as it is needed here. */
interface SeedFigures {
  files?: { rounds?: { seconds: number }[]; volumes?: Record<string, { entries: number }> };
  database?: { bytes?: number; seconds?: number };
}

/** Rates of a seed that a journal tells of; what it does not tell is assumed. */
export function ratesOf(seed: unknown): Rates {
  const { files, database } = (seed ?? {}) as SeedFigures;
  const entries = Object.values(files?.volumes ?? {}).reduce((sum, each) => sum + each.entries, 0);
  // The last round has little left to bring: like the one in the freeze, it looks at every file.
  const seconds = files?.rounds?.at(-1)?.seconds;
  return measuredRates(
    database?.bytes === undefined || database.seconds === undefined
      ? undefined
      : { bytes: database.bytes, seconds: database.seconds },
    seconds === undefined ? undefined : { files: entries, seconds },
  );
}

/** Rates that a seed has shown. Too little of something says nothing about how fast it goes. */
function measuredRates(
  seed: { bytes: number; seconds: number } | undefined,
  files: { files: number; seconds: number } | undefined,
): Rates {
  const isTelling = (seconds: number | undefined): boolean => (seconds ?? 0) >= 1;
  const { database, files: assumed } = assumedRates;
  return {
    database: seed && isTelling(seed.seconds) ? seed.bytes / seed.seconds : database,
    files: files && isTelling(files.seconds) ? files.files / files.seconds : assumed,
    isMeasured: isTelling(seed?.seconds) || isTelling(files?.seconds),
  };
}
