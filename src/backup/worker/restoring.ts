import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Fault } from '../../fault.js';
import { restoringFile } from '../containers/job.js';
import type { BackupJob } from '../model.js';
import { isRunning } from './engine.js';

/**
 * Refuses to make a set while a restore fills the app's data: half of it would be the newest set.
 * What a restore that was cut off has left behind counts until it is finished, or until somebody
 * starts the app: what runs is the app's data, whatever it is.
 *
 * @throws Fault BAK028
 */
export async function refuseWhileRestoring(
  folder: string,
  { app, engineName }: Pick<BackupJob, 'app' | 'engineName'>,
): Promise<void> {
  const text = await readFile(join(folder, restoringFile), 'utf8').catch(() => '{}');
  const { set } = JSON.parse(text) as { set?: string };
  if (set === undefined || (await isRunning(engineName))) return;
  throw new Fault('BAK028', { app, set });
}
