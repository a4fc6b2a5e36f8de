/** Passwords on the command lines of jobs: out of all that is shown, and named where one is drafted. */
import { Secret } from '../../secrets/secret.js';
import { type HiddenWord, redacted, secretsIn, withVariables } from '../command-secrets.js';
import { isDraftedJob, jobName } from './draft-jobs.js';
import type { Judged } from './found.js';
import type { FoundJob } from './model.js';
import { keyFrom } from './names.js';

/** From here on no job has a password in `run`; what a drafted one needs is among its app's secrets. */
export function hideSecrets(judged: readonly Judged[], jobs: readonly FoundJob[]): void {
  for (const one of judged) {
    for (const job of one.app.jobs) keepApart(one, job);
    one.app.secrets = [...one.secrets.keys()];
  }
  for (const job of jobs) job.run = redacted(job.run);
}

function keepApart({ secrets }: Judged, job: FoundJob): void {
  const words = secretsIn(job.run);
  if (words.length === 0) return;
  const { run } = job;
  job.run = redacted(run);
  if (!isDraftedJob(job)) return;
  job.keys = [];
  if (words.every(({ value }) => value !== undefined && !/[\0\uFFFD]/.test(value))) {
    job.keys = words.map((word) => keyOf(word, secrets, keyFrom(jobName(job), 'SECRET')));
    job.command = withVariables(run, words, job.keys);
  }
}

/** The key that has the value already, or a new one. */
function keyOf({ value = '' }: HiddenWord, secrets: Map<string, Secret>, wanted: string): string {
  const secret = new Secret(value);
  const known = [...secrets].find(([, one]) => one.equals(secret))?.[0];
  if (known !== undefined) return known;
  let key = wanted;
  for (let number = 2; secrets.has(key); number += 1) key = `${wanted}_${number}`;
  secrets.set(key, secret);
  return key;
}
