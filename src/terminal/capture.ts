import { PassThrough } from 'node:stream';

/** Two outputs kept in memory, for the document of --json. */
export interface Capture {
  stdout: PassThrough;
  stderr: PassThrough;
  text(): { stdout: string; stderr: string };
}

export function capture(): Capture {
  const [out, err]: [Buffer[], Buffer[]] = [[], []];
  const stdout = new PassThrough().on('data', (chunk: Buffer) => out.push(chunk));
  const stderr = new PassThrough().on('data', (chunk: Buffer) => err.push(chunk));
  return {
    stdout,
    stderr,
    text: () => ({ stdout: `${Buffer.concat(out)}`, stderr: `${Buffer.concat(err)}` }),
  };
}
