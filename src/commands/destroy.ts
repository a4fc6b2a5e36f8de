import { Args, Flags } from '@oclif/core';
import { IndukCommand } from '../terminal/command.js';

export default class Destroy extends IndukCommand {
  static override description =
    'Take an app off the servers: services, networks, secrets, images, routes, backup workers and timers. Its data volumes stay unless --volumes, its sets in the vault in any case. Works for apps of the inventory and for those no longer in it. The name is asked for; a run that was cut off is run again.';

  static override examples = [
    '<%= config.bin %> destroy dishub/parkir',
    '<%= config.bin %> destroy dishub/parkir --volumes --confirm dishub/parkir   # its data too',
  ];

  static override args = {
    app: Args.string({ required: true, description: 'the app, as OPD/APP' }),
  };
  static override flags = {
    volumes: Flags.boolean({ description: 'remove its data volumes too: there is no way back' }),
    confirm: Flags.string({ helpValue: 'OPD/APP', description: 'the name, instead of typing it' }),
  };

  async run(): Promise<unknown> {
    const { args, flags } = await this.parse(Destroy);
    const loaded = await this.inventory();
    const { openSite } = await import('../session/site.js');
    const { planDestroy, destroy } = await import('../session/destroy.js');
    const site = openSite(loaded, { signal: this.signal });
    try {
      const planned = await planDestroy(site, args.app);
      const { target, services, volumes, hasBackups, silent } = planned;
      for (const { server, reason } of silent) {
        await this.remark('CLU080', { server, reason, app: target.id });
      }
      const doomed = flags.volumes ? volumes : [];
      const message = await this.words('CLU077', {
        app: target.id,
        site: loaded.inventory.site.name,
        services: services.map(({ name }) => name).join(', ') || '-',
        volumes: doomed.join(', ') || '-',
      });
      await this.confirmTyped({ name: target.id, message });
      const { untold, ...done } = await destroy(site, planned, flags.volumes, this.changing());
      for (const { server, reason } of untold) {
        await this.remark('CLU079', { server, reason, app: target.id });
      }
      if (hasBackups) await this.remark('BAK137', { app: target.id });
      if (target.app !== undefined) await this.remark('CLU082', { app: target.id });
      return { app: target.id, ...done, kept: flags.volumes ? [] : volumes };
    } finally {
      await site.close();
    }
  }
}
