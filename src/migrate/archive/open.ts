/** Files as somebody handed them over, read as they come and never whole. */
import { type ChildProcess, spawn } from 'node:child_process';
import { createReadStream } from 'node:fs';
import { open as openFile } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import { createGunzip } from 'node:zlib';
import { Fault } from '../../fault.js';
import { hasList } from './zip-list.js';

export type Packing = 'plain' | 'gzip' | 'zstd' | 'zip';

/** What a file is packed with, by its first bytes: its name says what somebody hoped. */
export async function packingOf(file: string): Promise<Packing> {
  const handle = await openFile(file).catch((error: NodeJS.ErrnoException) => {
    throw new Fault('MIG300', { file, reason: error.code ?? error.message });
  });
  try {
    const head = Buffer.alloc(4);
    const { bytesRead } = await handle.read(head, 0, 4, 0);
    return packingIn(head.subarray(0, bytesRead));
  } catch (error) {
    throw new Fault('MIG300', { file, reason: (error as NodeJS.ErrnoException).code ?? '-' });
  } finally {
    await handle.close();
  }
}

export function packingIn(head: Buffer): Packing {
  const magic = head.toString('hex');
  if (magic.startsWith('1f8b')) return 'gzip';
  if (magic.startsWith('28b52ffd')) return 'zstd';
  return magic.startsWith('504b0304') || magic.startsWith('504b0506') ? 'zip' : 'plain';
}

interface Unpacking {
  program: string;
  package: string;
  argv: (file: string) => string[];
  /** Beside it, where that says nothing of content that is not as it was packed. */
  check?: (file: string) => string[];
}

/** Programs that unpack what Node does not; a zip becomes a tar on the way. */
const programs: Record<'zstd' | 'zip', Unpacking> = {
  zstd: { program: 'zstd', package: 'zstd', argv: (file) => ['-dcq', '--', file] },
  zip: {
    program: 'bsdtar',
    package: 'libarchive-tools',
    argv: (file) => ['-cPf', '-', '--format=pax', `@${file}`],
    check: (file) => ['-xPOf', file],
  },
};

/**
 * Content of a file without its packing.
 * @throws Fault MIG300 when it cannot be read, MIG301 when it is damaged or ends early, MIG302 when
 *   a program for its packing is missing
 */
export async function* contentOf(file: string): AsyncGenerator<Buffer> {
  const packing = await packingOf(file);
  if (packing === 'zip' && !(await hasList(file))) {
    throw new Fault('MIG301', { file: basename(file), reason: 'it ends early' });
  }
  if (packing === 'zstd' || packing === 'zip') {
    yield* through(packing, file);
    return;
  }
  const raw = createReadStream(file, { highWaterMark: 1 << 18 });
  const content = packing === 'gzip' ? raw.pipe(createGunzip({ chunkSize: 1 << 18 })) : raw;
  raw.once('error', (error) => content.destroy(error));
  try {
    for await (const chunk of content as AsyncIterable<Buffer>) yield chunk;
  } catch (error) {
    throw damaged(file, error as NodeJS.ErrnoException);
  } finally {
    raw.destroy();
  }
}

function damaged(file: string, { code = '', message }: NodeJS.ErrnoException): Fault {
  const name = basename(file);
  if (code === 'Z_BUF_ERROR') return new Fault('MIG301', { file: name, reason: 'it ends early' });
  if (code.startsWith('Z_')) return new Fault('MIG301', { file: name, reason: message });
  return new Fault('MIG300', { file, reason: code || message });
}

async function* through(packing: 'zstd' | 'zip', file: string): AsyncGenerator<Buffer> {
  const { program, package: name, argv, check } = programs[packing];
  const path = resolve(file);
  const running = [run(program, argv(path), 'pipe')];
  if (check !== undefined) running.push(run(program, check(path), 'ignore'));
  const [{ child }] = running as [Run];
  try {
    for await (const chunk of child.stdout as AsyncIterable<Buffer>) yield chunk;
    for (const { ended } of running) {
      const reason = await ended;
      if (reason === undefined) continue;
      throw new Fault('MIG301', { file: basename(file), reason: reason.slice(0, 300) });
    }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    throw new Fault('MIG302', { file: basename(file), program, package: name });
  } finally {
    for (const one of running) one.child.kill();
  }
}

interface Run {
  child: ChildProcess;
  /** Why it failed; undefined: it did not. */
  ended: Promise<string | undefined>;
}

function run(program: string, argv: string[], stdout: 'pipe' | 'ignore'): Run {
  const child = spawn(program, argv, { stdio: ['ignore', stdout, 'pipe'] });
  let messages = '';
  child.stderr?.on('data', (chunk: Buffer) => {
    messages = (messages + chunk.toString('utf8')).slice(-4096);
  });
  const ended = new Promise<string | undefined>((done, fail) => {
    child.once('error', fail);
    child.once('close', (code) => {
      const [first] = messages.trim().split('\n');
      done(code === 0 ? undefined : first || `exit status ${code}`);
    });
  });
  ended.catch(() => {});
  return { child, ended };
}
