import { Args, Flags } from '@oclif/core';
import { IndukCommand } from '../terminal/command.js';

export default class Logs extends IndukCommand {
  static override description =
    'Show what an app wrote: its standard output on ours, its errors on ours. --service proxy shows the requests for it, one JSON object a line. Without --since and --tail the last 100 lines.';

  static override examples = [
    '<%= config.bin %> logs dishub/parkir',
    '<%= config.bin %> logs parkir --follow --since 10m',
    '<%= config.bin %> logs parkir --service db --tail 20',
    '<%= config.bin %> logs parkir --service proxy -f | jq .request.uri',
  ];

  static override args = {
    app: Args.string({ required: true, description: 'the app, as OPD/APP or APP' }),
  };
  static override flags = {
    follow: Flags.boolean({ char: 'f', description: 'go on with new lines, until Ctrl-C' }),
    since: Flags.string({
      helpValue: '10m|TIME',
      description: 'only lines since then: 45s, 10m, 2h, 3d ago, or a time in RFC 3339',
    }),
    tail: Flags.integer({ min: 0, helpValue: 'N', description: 'only the last N lines' }),
    service: Flags.string({
      options: ['web', 'db', 'cron', 'proxy'],
      default: 'web',
      description: 'which part of the app',
    }),
    timestamps: Flags.boolean({ char: 't', description: 'put the time before each line' }),
  };

  async run(): Promise<unknown> {
    const { args, flags } = await this.parse(Logs);
    const loaded = await this.inventory();
    const { openSite } = await import('../session/site.js');
    const { readLog } = await import('../session/logs.js');
    const { logWriter } = await import('../terminal/log-lines.js');
    const signal = this.jsonEnabled() ? this.signal : undefined;
    const site = openSite(loaded, { signal });
    const writer = logWriter({
      json: this.jsonEnabled(),
      follow: flags.follow,
      timestamps: flags.timestamps,
    });
    try {
      const { follow, since, service } = flags;
      const tail = flags.tail ?? (since === undefined ? 100 : undefined);
      const wanted = { name: args.app, service, follow, since, tail, signal };
      const found = await readLog(site, wanted, writer.write);
      return { ...found, lines: writer.lines };
    } finally {
      await site.close();
    }
  }
}
