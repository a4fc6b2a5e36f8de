import { Fault } from '../fault.js';
import type { Connection } from '../server/connection.js';

/** Passes work on; when it fails for a taken port (CLU013), says which program has it. */
export async function namingPortHolder(
  { connection }: { connection: (server: string) => Promise<Connection> },
  work: Promise<void>,
): Promise<void> {
  try {
    await work;
  } catch (error) {
    if (!(error instanceof Fault) || error.code !== 'CLU013') throw error;
    const { server, port } = error.args;
    const holder = await connection(String(server)).then(
      (open) => portHolder(open, Number(port)),
      () => undefined,
    );
    const args = { ...error.args, holder: holder ?? 'another program' };
    throw new Fault('CLU013', args, { logTail: error.logTail, cause: error });
  }
}

/** The program that listens on a TCP port, as `apache2 (pid 123)`; `undefined` when unknown. */
async function portHolder(connection: Connection, port: number): Promise<string | undefined> {
  const argv = ['ss', '-Hltnp', `sport = :${port}`];
  const { stdout } = await connection.exec(argv, { sudo: true });
  const [, name, pid] = /users:\(\("([^"]*)",pid=(\d+)/.exec(stdout) ?? [];
  return name === undefined ? undefined : `${name} (pid ${pid})`;
}
