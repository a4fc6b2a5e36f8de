import { appSelection, selectionFlags } from '../../session/selection.js';
import { IndukCommand } from '../../terminal/command.js';

export default class MigrateStatus extends IndukCommand {
  static override description =
    'Show how far the moves of apps from their old hosts are, and what comes next. Changes nothing.';

  static override examples = [
    '<%= config.bin %> migrate status',
    '<%= config.bin %> migrate status dishub/parkir --json   # every step and its state',
  ];

  static override strict = false;
  static override args = appSelection;
  static override flags = selectionFlags;

  async run(): Promise<unknown> {
    const { argv, flags } = await this.parse(MigrateStatus);
    const options = this.siteOptions();
    const [{ openSite }, { selectedOf }, { readMoved }, { renderMigrations }, loaded] =
      await Promise.all([
        import('../../session/site.js'),
        import('../../session/migrate/apps.js'),
        import('../../session/migrate/status.js'),
        import('../../terminal/migrations.js'),
        this.inventory(options),
      ]);
    const selection = { apps: argv as string[], opd: flags.opd, server: flags.server };
    const site = openSite(loaded, options);
    try {
      const named = selection.apps.length > 0;
      const found = await readMoved(site, selectedOf(loaded.inventory, selection), named);
      for (const { server, code } of found.unread) await this.remark('MIG242', { server, code });
      const view = { lang: this.lang, paint: this.paint, width: process.stdout.columns };
      const time = new Date().toISOString();
      this.out(renderMigrations(found.apps, time, view));
      return { time, ...found };
    } finally {
      await site.close();
    }
  }
}
