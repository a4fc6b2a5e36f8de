import { Args } from '@oclif/core';
import { IndukCommand } from '../../terminal/command.js';
import { table } from '../../terminal/table.js';

export default class DeployKeyList extends IndukCommand {
  static override description = 'List the deploy keys of an app.';
  static override examples = ['<%= config.bin %> <%= command.id %> dinkes/izin'];
  static override args = {
    app: Args.string({ required: true, description: 'the app, as OPD/APP or APP' }),
  };

  async run(): Promise<unknown> {
    const { args } = await this.parse(DeployKeyList);
    const options = this.siteOptions();
    const loaded = await this.inventory(options);
    const { openSite } = await import('../../session/site.js');
    const { appNamed } = await import('../../session/selection.js');
    const { listDeployKeys } = await import('../../session/deploy-keys.js');
    const site = openSite(loaded, options);
    try {
      const app = appNamed(site.inventory, args.app);
      const keys = await listDeployKeys(site, app);
      const columns = [
        { title: this.lang === 'id' ? 'NAMA' : 'NAME', value: (key: Key) => key.name },
        { title: 'SHA256', value: (key: Key) => key.fingerprint.replace('SHA256:', '') },
      ];
      if (keys.length > 0) this.out(table(keys, columns, { paint: this.paint }));
      else this.note(await this.words('DEP022', { app: app.id }));
      return { app: app.id, keys };
    } finally {
      await site.close();
    }
  }
}

type Key = { name: string; fingerprint: string };
