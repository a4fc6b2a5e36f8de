import type { Readable, Writable } from 'node:stream';
import { commandIn, runningContainer } from '../cluster/runtime/container.js';
import { execIn, type Screen } from '../cluster/runtime/exec.js';
import { type Part, partService } from '../cluster/runtime/target.js';
import type { Site } from './site.js';
import { findTarget } from './target.js';

export interface WantedExec {
  /** The app as it was typed. */
  name: string;
  part: string;
  /** Empty: a shell. */
  argv: string[];
  user?: string;
  stdin?: Readable;
  stdout: Writable;
  stderr: Writable;
  /** Present: the command gets a terminal, lent only once it is there. */
  lend?: () => Screen & { restore(): void };
}

/** Runs a command in the container of an app's part. */
export async function execInApp(
  site: Site,
  wanted: WantedExec,
): Promise<{ app: string; service: string; server: string; exitCode: number }> {
  const { manager, observed, target } = await findTarget(site, wanted.name);
  const part = wanted.part as Part;
  const service = partService(observed, target, part);
  const { server, container } = await runningContainer(
    manager.docker,
    service,
    observed,
    site.connections.get,
  );
  const command = await commandIn(container, part, wanted.argv);
  const { user = command.user, stdin, stdout, stderr } = wanted;
  const screen = wanted.lend?.();
  try {
    const exitCode = await execIn(container, {
      argv: command.argv,
      user,
      stdin,
      stdout,
      stderr,
      screen,
    });
    return { app: target.id, service: part, server, exitCode };
  } finally {
    screen?.restore();
  }
}
