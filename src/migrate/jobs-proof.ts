/** Cron jobs in the proof before a switch: off where the app was, ready where it will be. Pure. */
import { Fault } from '../fault.js';
import type { CronJob, LegacyJob } from '../inventory/model.js';
import { hiddenMark } from './command-secrets.js';
import { heldScript, isHeldIn, isNamed, isPlace, known } from './host/crontab.js';
import type { HostJobs } from './host/read-jobs.js';
import { jobsOf } from './inspect/crontab.js';
import { commandOf } from './inspect/draft-jobs.js';
import { isScript } from './inspect/run-parts.js';

/** What the inventory says of an app's jobs when it is switched. */
export interface SwitchedJobs {
  /** `legacy.cron`: those of the old host. */
  there: LegacyJob[];
  /** `cron`: those that it is to have here. */
  wanted: CronJob[];
  /** What the new side's scheduler will run, once it may. */
  ready: CronJob[];
}

/** How both sides are while nobody can write. */
export interface SeenJobs {
  /** Absent: nobody looked, since no job is there, or its owner has turned them off. */
  old?: HostJobs & { server: string };
  /** Schedulers of the app that are at work on the new side. */
  schedulers: string[];
}

export interface JobsProof {
  equal: true;
  /** Jobs that are off on the old host; absent: its owner said so. */
  off?: number;
  /** Jobs that begin on the new server with its step `cron`. */
  ready: number;
  /** Those of the old host whose command no job has here: off there, and not taken over. */
  left: string[];
}

/**
 * @throws Fault MIG209 when a job of the old host is not off, MIG208 when the new side would not run
 *   what the inventory wants of it, or runs it already
 */
export function proveJobs({ there, wanted, ready }: SwitchedJobs, seen: SeenJobs): JobsProof {
  const { old, schedulers } = seen;
  if (old !== undefined) refuseRunning(there, old);
  const missing = wanted.filter((job) => !ready.some((one) => isSame(one, job)));
  const differences = [...missing.map(({ name }) => name), ...schedulers];
  const [first] = differences;
  if (first !== undefined) {
    throw new Fault('MIG208', { part: 'jobs', count: differences.length, first });
  }
  const left = there.filter((job) => !ready.some(({ run }) => isTakenOver(job, run)));
  return {
    equal: true,
    ...(old === undefined && there.length > 0 ? {} : { off: there.length }),
    ready: ready.length,
    left: left.map(told),
  };
}

function refuseRunning(there: readonly LegacyJob[], old: HostJobs & { server: string }): void {
  const running = there.filter((job) => !isOff(job, old));
  if (running.length === 0) return;
  throw new Fault('MIG209', { server: old.server, jobs: running.map(told).join(', ') });
}

/** Seen as turned off, which is more than not seen as on: a file that is gone may come back. */
function isOff(job: LegacyJob, { files, timers }: HostJobs): boolean {
  if (job.in.endsWith('.timer')) return !timers.has(job.in.split('/').at(-1) as string);
  if (isScript(job.in)) return files.get(job.in) === heldScript;
  const isOn = jobsOf(files).some((found) => isNamed(found, job));
  const places = [...files].filter(([path]) => isPlace(path, job.in));
  return !isOn && places.some(([, text]) => isHeldIn(text, job.run));
}

const isSame = (one: CronJob, other: CronJob): boolean =>
  one.name === other.name && one.at === other.at && one.run === other.run;

const isTakenOver = (job: LegacyJob, run: string): boolean =>
  bare(commandOf(job)).endsWith(bare(run));

/** Without what tells a password from the variable that has taken its place. */
const bare = (run: string): string =>
  known(run)
    .replaceAll(/['"]/g, '')
    .replaceAll(/\$\{?\w+\}?/g, hiddenMark);

const told = (job: LegacyJob): string => `${job.in}: ${known(job.run)}`;
