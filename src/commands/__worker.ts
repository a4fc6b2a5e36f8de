import { Args, Flags } from '@oclif/core';
import type { WorkerContext } from '../backup/worker/context.js';
import { places } from '../backup/worker/places.js';
import { faultOf } from '../backup/worker/run.js';
import type { MoverRequest } from '../migrate/mover/act.js';
import { IndukCommand } from '../terminal/command.js';

/**
 * What induk's own image does beside an app: makes its backups and reads them back. Its job
 * comes in a volume or on standard input; it answers in NDJSON on standard output.
 */
export default class Worker extends IndukCommand {
  static override description = 'Work on the backups of one app; run by induk in a container.';
  static override examples = ['<%= config.bin %> <%= command.id %> list < job.json'];
  static override hidden = true;
  static override args = {
    action: Args.string({
      description:
        'create, drill, follow, watch, init, list, show, cover, verify, fetch, replay, stream, prune, move, migrate, rehearse or import',
      required: true,
    }),
    what: Args.string({
      description: 'database, files or image, of fetch; what is moved, of move',
    }),
  };
  static override flags = {
    set: Flags.string({ description: 'name of the set; default: the newest' }),
    container: Flags.string({ description: 'running database to load a dump into' }),
    at: Flags.string({ description: 'instant (RFC 3339) to bring a loaded database to' }),
    look: Flags.string({ description: 'when the log had nothing newer than is saved, JSON' }),
    every: Flags.integer({ description: 'seconds between two snapshots of a log, of follow' }),
    volume: Flags.string({ description: 'volume to fetch; default: all', multiple: true }),
    path: Flags.string({ description: 'only this path', multiple: true }),
    part: Flags.string({ description: 'database, files or manifest, of stream' }),
    table: Flags.string({ description: 'only this table, of stream' }),
    image: Flags.string({ description: 'ID of the image to fetch' }),
    tag: Flags.string({ description: 'name it gets' }),
    data: Flags.integer({ description: 'percent of the data to read back', default: 0 }),
    empty: Flags.boolean({ description: 'remove what is there and not in the set, of fetch' }),
    secrets: Flags.boolean({ description: 'show the values of secrets, too' }),
    reason: Flags.string({ description: 'why a set is made: schedule, manual or safety' }),
    rounds: Flags.integer({ description: 'rounds at most, of move seed-files' }),
    proof: Flags.boolean({ description: 'take digests of what is loaded, of move seed-database' }),
    position: Flags.boolean({ description: 'to follow from there, of move seed-database' }),
    frozen: Flags.boolean({ description: 'the old side is held, of move seed-database' }),
    within: Flags.integer({ description: 'seconds, of move follow and catch-up' }),
    stay: Flags.boolean({ description: 'until it is stopped, of move follow' }),
    undo: Flags.string({ description: 'what to take back, JSON, of move' }),
    since: Flags.integer({ description: 'hash only what changed since, of move …-files' }),
    here: Flags.integer({ description: 'the same by this clock, of move return-files' }),
    dry: Flags.boolean({ description: 'write nothing, of move finish-files' }),
    begun: Flags.integer({ description: 'when the last copy began, of move verify-files' }),
  };

  async run(): Promise<unknown> {
    const { args, flags } = await this.parse(Worker);
    if (args.action === 'move') return this.move(args.what ?? '', flags);
    if (args.action === 'migrate') return this.migrate();
    if (args.action === 'rehearse') return this.rehearse();
    if (args.action === 'import') return this.receive();
    const { act } = await import('../backup/worker/act.js');
    const { action, what } = args;
    const { volume: volumes = [], path: paths = [], ...rest } = flags;
    const request = { ...rest, action, volumes, paths, ...(what === undefined ? {} : { what }) };
    try {
      const data = await act(request, await this.context(action === 'stream'), write);
      if (data !== undefined) this.line({ type: 'result', data });
    } catch (error) {
      this.tellFault(error, action === 'stream');
    }
    return undefined;
  }

  /** What a migration does from the app's new server. */
  private async move(what: string, options: Omit<MoverRequest, 'what'>) {
    const { move } = await import('../migrate/mover/act.js');
    const { signal } = this;
    const say = (message: string): void => this.line({ type: 'progress', message });
    try {
      const data = await move({ what, ...options }, { places, signal, say });
      this.line({ type: 'result', data: data ?? {} });
    } catch (error) {
      this.tellFault(error);
    }
    return undefined;
  }

  /** What was handed over, on its way into a fresh app. */
  private async receive(): Promise<undefined> {
    const { receive } = await import('../migrate/archive/receive.js');
    const say = (message: string): void => this.line({ type: 'progress', message });
    const { signal } = this;
    try {
      const input = process.stdin;
      const data = await receive({ volumes: places.volumes, input, say, signal });
      this.line({ type: 'result', data });
    } catch (error) {
      this.tellFault(error);
    }
    return undefined;
  }

  /**
   * A whole move, to the goal of the order beside its job. The engine starts it again after a
   * failure in the middle of a switch; another one waits for a person, so it ends well.
   */
  private async migrate(): Promise<undefined> {
    const [{ runMove }, { readStanding }, { mustGoOn }] = await Promise.all([
      import('../migrate/mover/run.js'),
      import('../migrate/mover/folder.js'),
      import('../migrate/mover/order.js'),
    ]);
    const { signal } = this;
    const say = (message: string): void => this.line({ type: 'progress', message });
    try {
      this.line({ type: 'result', data: await runMove({ places, signal, say }) });
    } catch (error) {
      this.tellFault(error);
      const standing = await readStanding(places.job).catch(() => undefined);
      const waits = standing !== undefined && !mustGoOn(standing);
      if (waits && !signal.aborted) this.exitCode = 0;
    }
    return undefined;
  }

  /** A copy of an app that follows its old host, compared with it and thrown away. */
  private async rehearse(): Promise<undefined> {
    const [{ readRehearsalJob }, { rehearse }] = await Promise.all([
      import('../migrate/rehearse/job.js'),
      import('../migrate/rehearse/rehearse.js'),
    ]);
    const { signal } = this;
    const say = (message: string): void => this.line({ type: 'progress', message });
    try {
      const data = await rehearse(await readRehearsalJob(), { places, signal, say });
      this.line({ type: 'result', data });
    } catch (error) {
      this.tellFault(error);
    }
    return undefined;
  }

  /** @param aside whether standard output is for content only */
  private async context(aside: boolean): Promise<WorkerContext> {
    const [{ workerContext }, { phrase }] = await Promise.all([
      import('../backup/worker/context.js'),
      import('../terminal/prose/index.js'),
    ]);
    return workerContext({
      signal: this.signal,
      say: (message) => this.line({ type: 'progress', message }, aside),
      words: (code, args) => phrase(code, args, this.lang).text,
      version: this.config.version,
    });
  }

  private tellFault(error: unknown, aside = false): void {
    const { code, args, logTail } = faultOf(error, this.signal);
    if (code === 'BAK001') process.stderr.write(`${(error as Error).stack}\n`);
    this.line({ type: 'fault', code, args, logTail }, aside);
    this.exitCode = 1;
  }

  /** A line for the program that started this one; raw content keeps standard output. */
  private line(content: object, aside = false): void {
    (aside ? process.stderr : process.stdout).write(`${JSON.stringify(content)}\n`);
  }
}

function write(chunk: Buffer): Promise<void> | undefined {
  if (process.stdout.write(chunk)) return undefined;
  return new Promise((resolve) => process.stdout.once('drain', resolve));
}
