import { hostname } from 'node:os';
import type Docker from 'dockerode';
import { Fault } from '../../fault.js';
import type { Manifest } from '../model.js';
import { checkPages, type PageCheck } from '../trial/pages.js';
import type { Trial } from '../trial/trial.js';

/**
 * Starts a restored app in its trial and visits it.
 * @throws Fault BAK101 when it does not become healthy, BAK105 when a page is wrong
 */
export async function startApp(
  docker: Docker,
  trial: Trial,
  { services, set }: Manifest,
  secrets: Record<string, string>,
  say: (message: string) => void,
): Promise<PageCheck[]> {
  const web = services.find(({ role }) => role === 'web');
  if (web === undefined) return [];
  say('the app starts');
  const id = await trial.start(web, secrets);
  // Only from inside its network can the app be asked.
  await trial.admit(hostname());
  const { NetworkSettings } = await docker.getContainer(id).inspect();
  const address = NetworkSettings.Networks[trial.name]?.IPAddress ?? '';
  const pages = await checkPages(web, address);
  const wrong = pages.find(({ ok }) => !ok);
  if (wrong === undefined) return pages;
  const { path, status, expected = 'below 500' } = wrong;
  throw new Fault('BAK105', { set, path, status, expected });
}
