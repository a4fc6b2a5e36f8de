/** Where a template is: one of induk's own, a folder, or a Git repository. */
import { execFile } from 'node:child_process';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { isAbsolute, join, relative, resolve, sep } from 'node:path';
import { promisify } from 'node:util';
import { exitCodes, Fault } from '../fault.js';
import { readTemplate, readTemplateIn, type Template } from './template.js';

export interface Places {
  /** Folder of induk's own templates. */
  own: string;
  /** Folder of the inventory: projects keep a folder's path relative to it. */
  root: string;
  /** What a relative path is relative to. */
  from: string;
}

/** Milliseconds; a template is small. */
const cloneTimeout = 120_000;

/**
 * @param location `layanan`, `./templates/kita`, or `https://git.contoh.go.id/templat.git#v2`
 * @throws Fault NEW032, NEW080, NEW088 for what it holds; NEW095 no such folder; NEW096, NEW097,
 *   NEW098 for an address
 */
export async function openTemplate(location: string, places: Places): Promise<Template> {
  if (/^[a-z][a-z0-9-]*$/.test(location)) return readTemplate(places.own, location);
  const shared = join(places.own, 'shared');
  if (isAddress(location))
    return withClone(location, (folder) => readTemplateIn(folder, location, shared));
  const folder = resolve(places.from, location);
  const isFolder = await stat(folder).then(
    (found) => found.isDirectory(),
    () => false,
  );
  if (!isFolder) throw new Fault('NEW095', { path: location }, { exit: exitCodes.usage });
  return readTemplateIn(folder, nameOf(folder, places.root), shared);
}

/** With `./` before it, so that nobody takes it for a template of induk's own. */
function nameOf(folder: string, root: string): string {
  const path = relative(root, folder).split(sep).join('/');
  return isAbsolute(path) || path.startsWith('../') ? path : `./${path}`;
}

function isAddress(location: string): boolean {
  return /^[a-z][a-z0-9+.-]*:\/\/|^[\w.-]+@[\w.-]+:|\.git(#|$)/i.test(location);
}

async function withClone<T>(address: string, work: (folder: string) => Promise<T>): Promise<T> {
  // it would stay in the project, for everybody to read
  if (/^\w+:\/\/[^/@]*:[^/@]*@/.test(address)) {
    throw new Fault('NEW097', {}, { exit: exitCodes.usage });
  }
  const [url = '', ref] = address.split('#');
  if (/^(http|git|ftp):/i.test(url)) {
    throw new Fault('NEW096', { address }, { exit: exitCodes.usage });
  }
  const folder = await mkdtemp(join(tmpdir(), 'induk-template-'));
  try {
    await clone(url, ref, join(folder, 'template'));
    return await work(join(folder, 'template'));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Only what is committed, without hooks and submodules, never asking for a password. */
async function clone(url: string, ref: string | undefined, folder: string): Promise<void> {
  const branch = ref === undefined ? [] : [`--branch=${ref}`];
  const argv = ['-c', 'core.hooksPath=/dev/null', 'clone', '--quiet', '--depth=1', ...branch];
  const env = {
    ...process.env,
    GIT_TERMINAL_PROMPT: '0',
    GIT_ALLOW_PROTOCOL: 'file:https:ssh',
    GIT_SSH_COMMAND: process.env.GIT_SSH_COMMAND ?? 'ssh -o BatchMode=yes',
  };
  try {
    const options = { env, timeout: cloneTimeout };
    await promisify(execFile)('git', [...argv, '--', url, folder], options);
  } catch (cause) {
    throw new Fault('NEW098', { address: url, reason: reasonOf(cause) }, { cause });
  }
}

/** Git's own words, without those that only introduce them. */
function reasonOf(error: unknown): string {
  const {
    stderr = '',
    code,
    killed,
  } = error as { stderr?: string; code?: string; killed?: boolean };
  if (code === 'ENOENT') return 'git is not installed';
  if (killed === true) return `no answer within ${cloneTimeout / 1000} s`;
  const lines = stderr.split('\n').filter((line) => /^(fatal|error|remote):/.test(line));
  return (lines.at(-1) ?? String(code)).replace(/^(fatal|error|remote): */, '');
}
