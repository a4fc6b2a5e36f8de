import { Args } from '@oclif/core';
import { IndukCommand } from '../../terminal/command.js';

export default class BackupsShow extends IndukCommand {
  static override description =
    'Show what a set holds, from its manifest: the instant it stands for, database with its tables, volumes, services, versions of the tools, alarms. Never a secret.';

  static override examples = [
    '<%= config.bin %> backups show dishub/parkir   # the newest set',
    '<%= config.bin %> backups show parkir 20261122-020003-9f3a --json',
  ];

  static override args = {
    app: Args.string({ required: true, description: 'the app, as OPD/APP or APP' }),
    set: Args.string({ description: 'the set; default: the newest' }),
  };

  async run(): Promise<unknown> {
    const { args } = await this.parse(BackupsShow);
    const options = this.siteOptions();
    const [{ openSite }, { backedUpApp }, { showSet }, { renderManifest }, loaded] =
      await Promise.all([
        import('../../session/site.js'),
        import('../../session/backups/apps.js'),
        import('../../session/backups/sets.js'),
        import('../../terminal/backup-sets.js'),
        this.inventory(options),
      ]);
    const site = openSite(loaded, options);
    try {
      const app = backedUpApp(loaded.inventory, args.app);
      const opened = await showSet(site, app, args.set);
      this.out(renderManifest(opened.manifest, this.lang));
      return opened;
    } finally {
      await site.close();
    }
  }
}
