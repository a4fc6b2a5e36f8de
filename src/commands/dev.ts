import { Args, Flags } from '@oclif/core';
import { IndukCommand } from '../terminal/command.js';

export default class Dev extends IndukCommand {
  static override description =
    'Run an app on this machine, with its database, as it runs on its server: the same packages, over its own folder, so that changes show at once. Cron jobs do not run here. Needs Docker. Ctrl-C ends it and takes its containers away, pressed twice as well; its data stays for the next time.';

  static override examples = [
    '<%= config.bin %> dev dinkes/izin',
    '<%= config.bin %> dev izin --port 3000',
    '<%= config.bin %> dev izin --fresh   # with an empty database',
    '<%= config.bin %> dev izin --stop    # what a run that was killed left behind',
  ];

  static override args = {
    app: Args.string({ required: true, description: 'the app, as OPD/APP or APP' }),
  };
  static override flags = {
    port: Flags.integer({
      min: 1,
      max: 65_535,
      description: 'port here; default: the first free one from 8080 on',
    }),
    fresh: Flags.boolean({ description: 'throw the data of earlier runs away first' }),
    stop: Flags.boolean({
      description: 'only take the containers of a run away, as Ctrl-C does',
      exclusive: ['port', 'fresh'],
    }),
  };

  async run(): Promise<unknown> {
    const { args, flags } = await this.parse(Dev);
    const loaded = await this.inventory();
    const { dev, stopDev } = await import('../session/dev.js');
    const { sweepingAtExit } = await import('../session/sweep.js');
    if (flags.stop) {
      await stopDev(loaded, args.app);
      return { app: args.app };
    }
    // Whoever presses Ctrl-C twice does not wait, but wants nothing left behind.
    const sweep = ['dev', args.app, '--stop', '--inventory', loaded.root];
    const running = sweepingAtExit([process.argv[1] ?? '', ...sweep], () =>
      dev(loaded, {
        ...flags,
        app: args.app,
        emit: this.emit,
        signal: this.signal,
        write: (chunk) => void (this.jsonEnabled() || process.stdout.write(chunk)),
        onReady: (url, secrets) => void this.ready({ app: args.app, url, secrets }),
      }),
    );
    await running.catch((error: unknown) => {
      // Being told to stop is how it ends.
      if (!this.signal.aborted) throw error;
    });
    return { app: args.app };
  }

  private async ready(place: { app: string; url: string; secrets: string }): Promise<void> {
    this.note(await this.words('DEP043', place));
  }
}
