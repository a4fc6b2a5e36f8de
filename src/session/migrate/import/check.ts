/** An imported app asked as a visitor would, before anybody is sent to it. */
import type Docker from 'dockerode';
import { runInContainer } from '../../../cluster/container-exec.js';
import { serviceLabel } from '../../../desired/names.js';
import { Fault } from '../../../fault.js';
import type { App } from '../../../inventory/model.js';
import type { Imported } from '../../../migrate/archive/imported.js';

/**
 * The pages and the write that the inventory declares; nothing where it declares none.
 * @throws Fault MIG323 for the first that is answered in another way
 */
export async function checkApp(
  docker: Docker,
  app: App,
): Promise<Pick<Imported, 'pages' | 'write'>> {
  const { pages = [], write } = app.legacy ?? {};
  if (pages.length === 0 && write === undefined) return { pages: [] };
  const container = await webContainer(docker, app);
  const asked: Imported['pages'] = [];
  for (const path of pages) {
    const status = await ask(container, app, path);
    if (status < 200 || status >= 400) throw otherwise(app, path, status, '200-399');
    asked.push({ path, status });
  }
  if (write === undefined) return { pages: asked };
  const { path, method, body = '', type = 'application/x-www-form-urlencoded', expect } = write;
  const how = ['--request', method, '--header', `Content-Type: ${type}`, '--data-binary', '@-'];
  const status = await ask(container, app, path, how, body);
  if (status !== expect) throw otherwise(app, path, status, expect);
  return { pages: asked, write: status };
}

function otherwise({ id }: App, path: string, status: number, expect: string | number): Fault {
  return new Fault('MIG323', { app: id, path, status, expect });
}

async function webContainer(docker: Docker, app: App): Promise<Docker.Container> {
  const filters = { label: [`${serviceLabel}=${app.engineName}`], status: ['running'] };
  const [found] = await docker.listContainers({ filters });
  if (found === undefined) throw otherwise(app, '/', 0, '200-399');
  return docker.getContainer(found.Id);
}

/** @returns status; 0 when there was no answer, or nothing in the image that could ask */
async function ask(
  container: Docker.Container,
  { domains, legacy, runtime }: App,
  path: string,
  how: string[] = [],
  body = '',
): Promise<number> {
  const port = runtime.kind === 'image' ? runtime.port : 8080;
  const name = legacy?.domains[0] ?? domains[0];
  const { output } = await runInContainer(
    container,
    [
      ...['curl', '--silent', '--output', '/dev/null', '--write-out', '%{http_code}'],
      ...['--max-time', '30', '--header', 'X-Forwarded-Proto: https'],
      ...(name === undefined ? [] : ['--header', `Host: ${name}`]),
      ...how,
      `http://127.0.0.1:${port}${path}`,
    ],
    body,
  );
  return Number(/(\d{3})\s*$/.exec(output)?.[1] ?? 0);
}
