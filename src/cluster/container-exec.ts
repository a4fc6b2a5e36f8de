import { PassThrough } from 'node:stream';
import type Docker from 'dockerode';

/**
 * Runs argv in a running container.
 *
 * @param stdin bytes for its standard input
 * @returns exit code and what it wrote to both outputs
 */
export async function runInContainer(
  container: Docker.Container,
  argv: string[],
  stdin = '',
): Promise<{ code: number; output: string }> {
  const exec = await container.exec({
    Cmd: argv,
    AttachStdin: true,
    AttachStdout: true,
    AttachStderr: true,
  });
  const stream = await exec.start({ hijack: true, stdin: true });
  const output = new PassThrough();
  const chunks: Buffer[] = [];
  output.on('data', (chunk: Buffer) => chunks.push(chunk));
  container.modem.demuxStream(stream, output, output);
  const ended = new Promise<void>((resolve, reject) => {
    stream.on('end', resolve);
    stream.on('close', resolve);
    stream.on('error', reject);
  });
  stream.end(stdin);
  await ended;
  const { ExitCode } = await exec.inspect();
  return { code: ExitCode ?? 1, output: Buffer.concat(chunks).toString('utf8') };
}
