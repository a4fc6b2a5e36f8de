import { Args } from '@oclif/core';
import { IndukCommand } from '../../terminal/command.js';

export default class BackupsList extends IndukCommand {
  static override description =
    'List the sets of an app as the vault has them, newest first. Beginnings of sets that never came to their end are named, too: they are no backups.';

  static override examples = [
    '<%= config.bin %> backups list dishub/parkir',
    '<%= config.bin %> backups list parkir --json',
  ];

  static override args = {
    app: Args.string({ required: true, description: 'the app, as OPD/APP or APP' }),
  };

  async run(): Promise<unknown> {
    const { args } = await this.parse(BackupsList);
    const options = this.siteOptions();
    const [{ openSite }, { backedUpApp }, { listSets }, { renderSets }, loaded] = await Promise.all(
      [
        import('../../session/site.js'),
        import('../../session/backups/apps.js'),
        import('../../session/backups/sets.js'),
        import('../../terminal/backup-sets.js'),
        this.inventory(options),
      ],
    );
    const site = openSite(loaded, options);
    try {
      const app = backedUpApp(loaded.inventory, args.app);
      const { sets, unfinished } = await listSets(site, app);
      const view = { lang: this.lang, paint: this.paint, width: process.stdout.columns };
      this.out(renderSets(sets, new Date(), view));
      for (const set of unfinished) await this.remark('BAK106', { set });
      return { app: app.id, sets, unfinished };
    } finally {
      await site.close();
    }
  }
}
