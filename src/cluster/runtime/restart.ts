import type Docker from 'dockerode';
import type { ObservedService } from '../../plan/observed.js';
import { awaitUpdated } from '../converge.js';
import { readService, sendUpdate } from '../services.js';
import { type Acting, step } from './step.js';

/**
 * Replaces a service's containers by new ones of the same version, start-first where the
 * service allows it, and waits until they are healthy.
 *
 * @throws Fault CLU011 when the new ones fail; the old ones keep serving
 */
export async function restartService(
  docker: Docker,
  service: ObservedService,
  acting: Acting,
): Promise<void> {
  const { name, app, spec } = service;
  await step('service.update', { name, app, server: spec.server }, acting, async (say) => {
    const before = await readService(docker, name);
    const force = (before.Spec.TaskTemplate.ForceUpdate ?? 0) + 1;
    const task = { ...before.Spec.TaskTemplate, ForceUpdate: force };
    await sendUpdate(docker, before, { ...before.Spec, TaskTemplate: task });
    say('restarting');
    await awaitUpdated(docker, spec, before, { signal: acting.signal, say });
  });
}
