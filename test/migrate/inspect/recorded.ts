/** Old hosts of the lab as their scripts answered once, played back. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { inspectHost } from '../../../src/migrate/inspect/inspect.js';
import type { Connection, ExecOptions } from '../../../src/server/connection.js';

const folder = join(import.meta.dirname, '..', 'recorded');

export const answerOf = (name: string) => readFileSync(join(folder, `${name}.txt`), 'utf8');

/** A host that answers the first script with one text and the second with another. */
export function answering(texts: [string, string], user = 'root', code = 0) {
  const scripts: string[] = [];
  const exec = async (argv: readonly string[], { stdin }: ExecOptions = {}) => {
    if (argv[0] === 'sudo') return { code: 1, stdout: '', stderr: '' };
    const script = String(stdin);
    scripts.push(script);
    const mark = /^mark=(\S+)$/m.exec(script)?.[1] as string;
    const stdout = (texts[scripts.length - 1] ?? '').replaceAll('@@MARK', mark);
    return { code, stdout, stderr: '' };
  };
  const connection = { server: 'lama', user, exec } as unknown as Connection;
  return { connection, scripts };
}

export function recorded(kind: 'bullseye' | 'nginx') {
  const { connection } = answering([answerOf(`${kind}.host`), answerOf(`${kind}.folders`)]);
  return inspectHost(connection, { address: '203.0.113.7' });
}
