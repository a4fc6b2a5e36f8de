import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { realpath } from 'node:fs/promises';
import { basename, delimiter, join } from 'node:path';
import { Fault } from '../fault.js';
import type { Owner } from './owner.js';

/** The person's editor: `$VISUAL`, `$EDITOR`, else `vi` (POSIX has no other). */
export function editorOf(env: NodeJS.ProcessEnv): string {
  return env.VISUAL || env.EDITOR || 'vi';
}

/**
 * Opens a file in the editor and waits for its end. The editor is the person's own shell
 * words (`code --wait`), as in Git; the file's name is passed beside them.
 * @throws Fault SEC020 when it ends with an error; the signal's reason when aborted.
 */
export async function openEditor(
  file: string,
  { owner, env, signal }: { owner: Owner; env: NodeJS.ProcessEnv; signal: AbortSignal },
): Promise<void> {
  signal.throwIfAborted();
  const editor = editorOf(env);
  const { INDUK_AGE_KEY: _, ...childEnv } = env;
  // With exec the signal meets the editor, not a shell that leaves it behind.
  const exec = /^\w+=/.test(editor) ? '' : 'exec ';
  const script = `${exec}${editor}${await flagsAgainstCopies(editor, env)} "$1"`;
  // stdout is the answer of the command; without a terminal there the editor gets stderr.
  const stdout = process.stdout.isTTY ? 'inherit' : 2;
  const child = spawn('sh', ['-c', script, 'induk-edit', file], {
    stdio: ['inherit', stdout, 'inherit'],
    env: childEnv,
  });
  const stop = () => child.kill('SIGTERM');
  signal.addEventListener('abort', stop, { once: true });
  try {
    const [code, killedBy] = await once(child, 'exit');
    signal.throwIfAborted();
    const reason = killedBy ?? `status ${code}`;
    if (code !== 0) throw new Fault('SEC020', { owner, editor, reason });
  } finally {
    signal.removeEventListener('abort', stop);
  }
}

/** Vim keeps registers, undo and swap in other places unless told not to. */
async function flagsAgainstCopies(editor: string, env: NodeJS.ProcessEnv): Promise<string> {
  const [program = ''] = editor.trim().split(/\s+/);
  const isVim = /^n?vim\b/.test(basename(await realProgram(program, env)));
  return isVim ? ` -i NONE -n -c 'silent! set nobackup nowritebackup noundofile'` : '';
}

/** The file behind a program's name: Debian's `vi` leads to some vim by symbolic links. */
async function realProgram(program: string, env: NodeJS.ProcessEnv): Promise<string> {
  const folders = program.includes('/') ? [''] : (env.PATH ?? '').split(delimiter);
  for (const folder of folders) {
    const found = await realpath(join(folder, program)).catch(() => undefined);
    if (found !== undefined) return found;
  }
  return program;
}
