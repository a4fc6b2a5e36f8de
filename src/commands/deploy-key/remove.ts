import { Args, Flags } from '@oclif/core';
import { IndukCommand } from '../../terminal/command.js';

export default class DeployKeyRemove extends IndukCommand {
  static override description = 'Take a deploy key of an app away; it opens nothing any more.';
  static override examples = ['<%= config.bin %> <%= command.id %> dinkes/izin gitlab'];
  static override args = {
    app: Args.string({ required: true, description: 'the app, as OPD/APP or APP' }),
    name: Args.string({ required: true, description: 'name of the key' }),
  };
  static override flags = {
    yes: Flags.boolean({ char: 'y', description: 'do not ask' }),
  };

  async run(): Promise<unknown> {
    const { args } = await this.parse(DeployKeyRemove);
    const options = this.siteOptions();
    const loaded = await this.inventory(options);
    const { openSite } = await import('../../session/site.js');
    const { appNamed } = await import('../../session/selection.js');
    const { dropDeployKey } = await import('../../session/deploy-keys.js');
    const site = openSite(loaded, options);
    try {
      const app = appNamed(site.inventory, args.app);
      const words = { app: app.id, name: args.name };
      await this.confirm({ message: await this.words('DEP023', words) });
      await dropDeployKey(site, app, args.name);
      this.out(await this.words('DEP024', words));
      return words;
    } finally {
      await site.close();
    }
  }
}
