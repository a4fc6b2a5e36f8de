import type Docker from 'dockerode';
import { labels } from '../../desired/names.js';
import type { ObservedService } from '../../plan/observed.js';
import { awaitUpdated } from '../converge.js';
import { readService, sendUpdate } from '../services.js';
import { type Acting, step } from './step.js';
import type { Version } from './versions.js';

const keptVersions = 5;

/**
 * Sets a service to another version's image and keeps everything else: environment,
 * secrets, size. Waits until it runs.
 *
 * @throws Fault CLU011 when that version fails; the present one keeps serving
 */
export async function rollbackService(
  docker: Docker,
  service: ObservedService,
  { version, image }: Version,
  acting: Acting,
): Promise<void> {
  const { name, app, spec } = service;
  if (spec.image === image) return;
  await step('service.update', { name, app, server: spec.server }, acting, async (say) => {
    const before = await readService(docker, name);
    const { TaskTemplate, Labels } = before.Spec;
    await sendUpdate(docker, before, {
      ...before.Spec,
      Labels: { ...Labels, ...historyWith(version, service), [labels.version]: version },
      TaskTemplate: {
        ...TaskTemplate,
        ContainerSpec: { ...TaskTemplate.ContainerSpec, Image: image },
      },
    });
    say(`back to ${version}`);
    await awaitUpdated(docker, { ...spec, image }, before, { signal: acting.signal, say });
  });
}

/** The version gone back to is the present one now; the one left comes after it. */
function historyWith(version: string, { spec, history }: ObservedService): Record<string, string> {
  if (spec.role !== 'web') return {};
  const before = [spec.labels[labels.version] ?? '', ...history];
  const all = [version, ...before].filter(Boolean);
  return { [labels.history]: [...new Set(all)].slice(0, keptVersions).join(',') };
}
