import type Docker from 'dockerode';
import { type EngineService, get } from './observe.js';

/** Engine ids of the secrets that some service refers to. */
export async function secretsInUse(docker: Docker): Promise<Set<string>> {
  const services = await get<EngineService[]>(docker, '/services');
  return new Set(
    services.flatMap(({ Spec }) =>
      (Spec.TaskTemplate.ContainerSpec.Secrets ?? []).map((secret) => secret.SecretID),
    ),
  );
}
