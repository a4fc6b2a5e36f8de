/** Stops services without forgetting them, and starts them again. */
import { awaitRunning } from '../../../cluster/converge.js';
import { step } from '../../../cluster/runtime/step.js';
import { readService, sendUpdate } from '../../../cluster/services.js';
import { poll } from '../../../cluster/wait.js';
import { serviceLabel } from '../../../desired/names.js';
import { Fault } from '../../../fault.js';
import type { ObservedService } from '../../../plan/observed.js';
import type { Changing } from '../../restart.js';
import type { Site } from '../../site.js';

/** Milliseconds a container may take to end. */
const patience = 120_000;

/** Sets how many containers a service has, and waits for the last of them when that is none. */
export async function scaleTo(
  site: Site,
  { name, app, spec }: ObservedService,
  replicas: number,
  changing: Changing,
): Promise<void> {
  const { docker } = await site.manager();
  const target = { name, app, server: spec.server };
  await step('service.update', target, changing, async (say) => {
    const before = await readService(docker, name);
    if (before.Spec.Mode.Replicated?.Replicas !== replicas) {
      const Mode = { Replicated: { Replicas: replicas } };
      await sendUpdate(docker, before, { ...before.Spec, Mode });
    }
    if (replicas > 0) {
      say('starting');
      const running = { ...spec, mode: { kind: 'replicated' as const, replicas } };
      return awaitRunning(docker, running, { signal: changing.signal, say });
    }
    say('stopping');
    await awaitNone(site, name, spec.server ?? '', changing.signal);
  });
}

async function awaitNone(
  site: Site,
  service: string,
  server: string,
  signal: AbortSignal,
): Promise<void> {
  const { docker } = await site.connections.get(server);
  const filters = {
    label: [`${serviceLabel}=${service}`],
    status: ['running', 'restarting', 'created'],
  };
  const outcome = await poll(
    async () => ((await docker.listContainers({ filters })).length === 0 ? true : undefined),
    { timeout: patience, signal },
  );
  if (outcome === 'timeout') {
    throw new Fault('CLU085', { object: service, reason: 'its containers do not end' });
  }
}
