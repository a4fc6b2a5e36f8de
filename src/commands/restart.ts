import { Args, Flags } from '@oclif/core';
import { IndukCommand } from '../terminal/command.js';

export default class Restart extends IndukCommand {
  static override description =
    "Replace an app's containers by new ones of the same version, without dropping a request: the new ones must be healthy before the old ones go. The database is left alone unless it is named.";

  static override examples = [
    '<%= config.bin %> restart dishub/parkir',
    '<%= config.bin %> restart parkir --service db --yes   # seconds without the database',
  ];

  static override args = {
    app: Args.string({ required: true, description: 'the app, as OPD/APP or APP' }),
  };
  static override flags = {
    service: Flags.string({
      options: ['web', 'db', 'cron'],
      multiple: true,
      description: 'which parts; default: web and cron',
    }),
    yes: Flags.boolean({ char: 'y', description: 'do not ask' }),
  };

  async run(): Promise<unknown> {
    const { args, flags } = await this.parse(Restart);
    const loaded = await this.inventory();
    const { openSite } = await import('../session/site.js');
    const { planRestart, restart } = await import('../session/restart.js');
    const site = openSite(loaded, { signal: this.signal });
    try {
      const planned = await planRestart(site, args.app, flags.service);
      const services = planned.services.map(({ name }) => name);
      const of = { services: services.join(', '), site: loaded.inventory.site.name };
      await this.confirm({ message: await this.words('CLU075', of) });
      await restart(site, planned, this.changing());
      return { app: planned.target.id, restarted: services };
    } finally {
      await site.close();
    }
  }
}
