/**
 * A throw-away copy of a volume that costs nothing to make, however much is in it: a layer over it
 * takes what is written, and the volume itself is only read.
 */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type Docker from 'dockerode';
import type { Trial } from '../../backup/trial/trial.js';

const run = promisify(execFile);

/** The new folder is whose and what the volume's own is: rsync brings that alone. */
const prepare =
  'mkdir /changes/above /changes/work && rsync -aAX --exclude="/*" /below/ /changes/above/';

/**
 * Makes the trial's volume in the place of an app's, with all that is in that one.
 * @param volume name of the app's
 * @param image of this worker
 */
export async function layerOver(
  docker: Docker,
  trial: Trial,
  { volume, image }: { volume: string; image: string },
): Promise<void> {
  const name = trial.volume(volume);
  const changes = `${name}-changes`;
  await docker.createVolume({ Name: changes, Labels: trial.label });
  const label = Object.entries(trial.label).flatMap(([key, value]) => [
    '--label',
    `${key}=${value}`,
  ]);
  await run('docker', [
    ...['run', '--rm', '--network', 'none', ...label],
    ...['--volume', `${volume}:/below:ro`, '--volume', `${changes}:/changes`],
    ...['--entrypoint', 'sh', image, '-ec', prepare],
  ]);
  const [below, above] = await Promise.all(
    [volume, changes].map(
      async (one) => ((await docker.getVolume(one).inspect()) as { Mountpoint: string }).Mountpoint,
    ),
  );
  await docker.createVolume({
    Name: name,
    Driver: 'local',
    DriverOpts: {
      type: 'overlay',
      device: 'overlay',
      o: `lowerdir=${below},upperdir=${above}/above,workdir=${above}/work`,
    },
    Labels: trial.label,
  });
}
