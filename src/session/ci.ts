/** The pipeline file of an app: what must be known for it, and where it goes. */
import { execFile } from 'node:child_process';
import { lstat, readFile, realpath } from 'node:fs/promises';
import { isAbsolute, join, normalize, relative } from 'node:path';
import { promisify } from 'node:util';
import { deployUser } from '../cluster/deploy-keys/account.js';
import { exitCodes, Fault } from '../fault.js';
import type { App } from '../inventory/model.js';
import { actionsFile } from '../scaffold/ci/actions.js';
import { gitlabFile, gitlabMain } from '../scaffold/ci/gitlab.js';
import { includeLines, withInclude } from '../scaffold/ci/include.js';
import { keySecretOf, type Pipeline } from '../scaffold/ci/pipeline.js';
import { type Project, testsOf } from '../scaffold/ci/tests.js';
import { replaceFiles } from '../scaffold/write.js';
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
  /** Name of the secret with the deploy key. */
  secret: string;
  include?: Include;
}

/** How GitLab comes to read a file that is not the one it reads by itself. */
export interface Include {
  /** Absolute path of the file GitLab reads. */
  file: string;
  /** What stands in it then. */
  lines: string[];
  /** there: it includes the file already; add: it will; tell: a person has to write the lines. */
  how: 'there' | 'add' | 'tell';
  /** Its text before; absent: there is none. */
  before?: string;
  /** Its text afterwards, for `add`. */
  text?: string;
}

/**
 * @throws Fault DEP014 as for a deploy key; DEP030 when the server's address is not known,
 *   DEP031 when its host key is not, DEP032 when the file exists, DEP037 for one outside of the
 *   repository or that GitLab cannot include
 */
export async function planCi(site: Site, wish: CiWish): Promise<PlannedCi> {
  const app = keyedApp(site, { app: wish.app, name: 'ci' });
  if (!branchPattern.test(wish.branch)) {
    throw new Fault('DEP036', { branch: wish.branch }, { exit: exitCodes.usage });
  }
  const { source, repository, folder } = await placeOf(site, app);
  const { engineName } = app;
  const file = pipelinePath(wish, engineName, folder);
  await refuseExisting(join(repository, file));
  const gate = gateOf(site, app);
  const connection = await site.connections.get(gate);
  const tests = testsOf(app, await projectOf(source), wish.test);
  const pipeline: Pipeline = {
    app: app.id,
    engineName,
    branch: wish.branch,
    folder,
    file,
    server: {
      ...addressOf(site, gate, wish.host),
      user: deployUser,
      hostKeyLine: await hostKeyLine(connection),
    },
    ...(tests && { tests }),
  };
  const isIncluded = wish.kind === 'gitlab' && file !== gitlabMain;
  return {
    app,
    file: join(repository, file),
    text: wish.kind === 'gitlab' ? gitlabFile(pipeline) : actionsFile(pipeline),
    tested: tests !== undefined,
    secret: keySecretOf(pipeline),
    ...(isIncluded && { include: await includeOf(join(repository, gitlabMain), file) }),
  };
}

/** Where an app's source is: its folder, and the Git work tree around it, both absolute. */
async function placeOf({ places }: Site, app: App) {
  const source = await realpath(join(places.inventoryRoot, app.source ?? '.'));
  const repository = await repositoryOf(source);
  return { source, repository, folder: relative(repository, source) || '.' };
}

/** The secret in which the CI of an app's repository expects its key. */
export async function ciSecretOf(site: Site, app: App): Promise<string> {
  // without the source here, its repository is one of its own
  const { folder } = await placeOf(site, app).catch(() => ({ folder: '.' }));
  return keySecretOf({ engineName: app.engineName, folder });
}

/** Relative to the repository. Of several apps in one each has a file. */
function pipelinePath({ kind, out }: CiWish, engineName: string, folder: string): string {
  const isOwn = folder === '.';
  if (out === undefined) {
    if (kind === 'gitlab') return isOwn ? gitlabMain : `.gitlab/${engineName}.yml`;
    return `.${kind}/workflows/${isOwn ? 'deploy' : engineName}.yml`;
  }
  const file = normalize(out);
  const isInside = !isAbsolute(file) && !file.startsWith('..');
  const isRead = kind !== 'gitlab' || /\.ya?ml$/.test(file);
  if (isInside && isRead) return file;
  throw new Fault('DEP037', { file: out }, { exit: exitCodes.usage });
}

async function includeOf(main: string, path: string): Promise<Include> {
  const before = await readFile(main, 'utf8').catch(() => undefined);
  const text = withInclude(before, path);
  const known = { file: main, lines: includeLines(path), ...(before !== undefined && { before }) };
  if (text === undefined) return { ...known, how: 'tell' };
  return text === before ? { ...known, how: 'there' } : { ...known, how: 'add', text };
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

/**
 * Writes the pipeline, and its line into the file that includes it.
 * @throws Fault DEP032 when the file exists by now, NEW035 when the other one was changed meanwhile
 */
export async function writeCi({ file, text, include }: PlannedCi): Promise<void> {
  await refuseExisting(file);
  const { file: main, text: whole, before } = include ?? {};
  await replaceFiles('/', [
    { path: file, text },
    ...(main === undefined || whole === undefined ? [] : [{ path: main, text: whole, before }]),
  ]);
}
