import { Args, Flags } from '@oclif/core';
import { IndukCommand } from '../terminal/command.js';

export default class Dev extends IndukCommand {
  static override description =
    'Run an app on this machine, with its database, as it runs on its server: the same packages, over its own folder, so that changes show at once. Needs Docker here. Ctrl-C ends it; its data stays for the next time.';

  static override examples = [
    '<%= config.bin %> dev dinkes/izin',
    '<%= config.bin %> dev izin --port 3000',
    '<%= config.bin %> dev izin --fresh   # with an empty database',
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
  };

  async run(): Promise<unknown> {
    const { args, flags } = await this.parse(Dev);
    const loaded = await this.inventory();
    const { dev } = await import('../session/dev.js');
    const running = dev(loaded, {
      ...flags,
      app: args.app,
      emit: this.emit,
      signal: this.signal,
      write: (chunk) => {
        if (!this.jsonEnabled()) process.stdout.write(chunk);
      },
      onReady: (url, secrets) => {
        void this.words('DEP043', { app: args.app, url, secrets }).then((text) => this.note(text));
      },
    });
    await running.catch((error: unknown) => {
      // Being told to stop is how it ends.
      if (!this.signal.aborted) throw error;
    });
    return { app: args.app };
  }
}
