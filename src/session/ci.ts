/** The pipeline file of an app: what must be known for it, and where it goes. */
import { execFile } from 'node:child_process';
import { lstat, mkdir, readFile, realpath, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { promisify } from 'node:util';
import { deployUser } from '../cluster/deploy-keys/account.js';
import { exitCodes, Fault } from '../fault.js';
import type { App } from '../inventory/model.js';
import { actionsFile } from '../scaffold/ci/actions.js';
import { gitlabFile } from '../scaffold/ci/gitlab.js';
import type { Pipeline } from '../scaffold/ci/pipeline.js';
import { type Project, testsOf } from '../scaffold/ci/tests.js';
import { gateOf } from './deploy-jobs.js';
import { keyedApp } from './deploy-keys.js';
import { hostKeyLine } from './host-key-line.js';
import type { Site } from './site.js';

export type CiKind = 'gitlab' | 'github' | 'gitea';

export interface CiWish {
  app: string;
  kind: CiKind;
  branch: string;
  /** Address of the server with the key as the CI's machines reach it, `host` or `host:port`. */
  host?: string;
  /** Command instead of the app's own tests. */
  test?: string;
  /** File instead of the usual one, relative to the repository. */
  out?: string;
}

export interface PlannedCi {
  app: App;
  /** Absolute. */
  file: string;
  text: string;
  tested: boolean;
}

/**
 * @throws Fault DEP014 as for a deploy key; DEP030 when the server's address is not known,
 *   DEP031 when its host key is not, DEP032 when the file exists
 */
export async function planCi(site: Site, wish: CiWish): Promise<PlannedCi> {
  const app = keyedApp(site, { app: wish.app, name: 'ci' });
  if (!branchPattern.test(wish.branch)) {
    throw new Fault('DEP036', { branch: wish.branch }, { exit: exitCodes.usage });
  }
  const source = await realpath(join(site.places.inventoryRoot, app.source ?? '.'));
  const repository = await repositoryOf(source);
  const gate = gateOf(site, app);
  const connection = await site.connections.get(gate);
  const tests = testsOf(app, await projectOf(source), wish.test);
  const pipeline: Pipeline = {
    app: app.id,
    engineName: app.engineName,
    branch: wish.branch,
    folder: relative(repository, source) || '.',
    server: {
      ...addressOf(site, gate, wish.host),
      user: deployUser,
      hostKeyLine: await hostKeyLine(connection),
    },
    ...(tests && { tests }),
  };
  const file = join(repository, wish.out ?? usualFile(wish.kind, app, repository === source));
  await refuseExisting(file);
  const text = wish.kind === 'gitlab' ? gitlabFile(pipeline) : actionsFile(pipeline);
  return { app, file, text, tested: tests !== undefined };
}

function usualFile(kind: CiKind, { engineName }: App, isOwn: boolean): string {
  if (kind === 'gitlab') return '.gitlab-ci.yml';
  return `.${kind}/workflows/${isOwn ? 'deploy' : engineName}.yml`;
}

/** The Git work tree around a folder; the folder itself without one. */
async function repositoryOf(folder: string): Promise<string> {
  const git = promisify(execFile)('git', ['-C', folder, 'rev-parse', '--show-toplevel']);
  return git.then(
    ({ stdout }) => stdout.trimEnd(),
    () => folder,
  );
}

async function projectOf(source: string): Promise<Project> {
  const isThere = (name: string) =>
    lstat(join(source, name)).then(
      () => true,
      () => false,
    );
  const text = await readFile(join(source, 'package.json'), 'utf8').catch(() => '{}');
  const hasTest = typeof scriptsOf(text).test === 'string';
  const npm = hasTest ? { npm: { hasLock: await isThere('package-lock.json') } } : {};
  const [hasComposer, hasPhpunit] = await Promise.all(
    ['composer.json', 'phpunit.xml'].map(isThere),
  );
  return { ...npm, hasComposer: hasComposer === true, hasPhpunit: hasPhpunit === true };
}

function scriptsOf(text: string): { test?: unknown } {
  try {
    return (JSON.parse(text) as { scripts?: { test?: unknown } }).scripts ?? {};
  } catch {
    return {};
  }
}

/** Of Git's names those that need no quotes anywhere. */
const branchPattern = /^[A-Za-z0-9][A-Za-z0-9._/-]{0,99}$/;

const hostPattern = /^([A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?)(?::(\d{1,5}))?$/;

function addressOf({ inventory }: Site, name: string, host?: string) {
  const server = inventory.servers.find((each) => each.name === name);
  const usage = { exit: exitCodes.usage };
  if (host !== undefined) {
    const [, found, port = '22'] = hostPattern.exec(host) ?? [];
    if (found === undefined) throw new Fault('DEP033', { host }, usage);
    return { host: found, port: Number(port) };
  }
  if (server === undefined || server.address === 'local' || server.via !== undefined) {
    throw new Fault('DEP030', { server: name }, usage);
  }
  return { host: server.address, port: server.port };
}

async function refuseExisting(file: string): Promise<void> {
  const isThere = await lstat(file).then(
    () => true,
    () => false,
  );
  if (isThere) throw new Fault('DEP032', { file }, { exit: exitCodes.usage });
}

export async function writeCi({ file, text }: PlannedCi): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, text, { flag: 'wx' });
}
