/** What a move leaves beside an app, taken away with the app. */
import { runInContainer } from '../../cluster/container-exec.js';
import type { Target } from '../../cluster/runtime/target.js';
import { broughtFile } from '../../desired/brought-certificates.js';
import { moveVolume, proxyService, serviceLabel } from '../../desired/names.js';
import { Fault } from '../../fault.js';
import type { Observed } from '../../plan/observed.js';
import type { Connection } from '../../server/connection.js';
import { unlessGone } from '../../server/engine/answers.js';
import { endRehearsal } from './rehearsal.js';

/**
 * An app that is being moved has an old host that waits for the other half.
 * @throws Fault MIG266
 */
export function refuseMoving({ migrations = [] }: Observed, app: string): void {
  const isMoving = migrations.some((one) => one.app === app && one.method !== 'archive');
  if (isMoving) throw new Fault('MIG266', { app });
}

/** Its mover, with the journal and the key that opened the old host. */
export async function forgetMove(
  connections: readonly Connection[],
  { engineName }: Pick<Target, 'engineName'>,
): Promise<void> {
  for (const connection of connections) {
    const { docker } = connection;
    await endRehearsal(connection, { engineName });
    // Mover and tunnel, and what only looked into their folder and was killed.
    const filters = { volume: [moveVolume(engineName)] };
    for (const { Id } of await docker.listContainers({ all: true, filters })) {
      await docker.getContainer(Id).remove({ force: true }).catch(unlessGone);
    }
    await docker.getVolume(moveVolume(engineName)).remove().catch(unlessGone);
    await forgetCertificate(connection, engineName);
  }
}

/** The one that came with it; the proxy reads its folder anew with its next routes. */
async function forgetCertificate({ docker }: Connection, engineName: string): Promise<void> {
  const filters = { label: [`${serviceLabel}=${proxyService}`], status: ['running'] };
  const [proxy] = await docker.listContainers({ filters });
  if (proxy === undefined) return;
  const container = docker.getContainer(proxy.Id) as Parameters<typeof runInContainer>[0];
  await runInContainer(container, ['rm', '-f', broughtFile(engineName)]);
}
