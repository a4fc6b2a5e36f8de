import { Flags } from '@oclif/core';
import { MoveCommand, moveArgs } from '../../terminal/move-command.js';

export default class MigrateReport extends MoveCommand {
  static override description =
    'Tell what an app’s move compared on both sides, with figures, and how long nobody could write; as a page to hand to the agency with --html. Changes nothing.';

  static override examples = [
    '<%= config.bin %> migrate report dishub/parkir',
    '<%= config.bin %> migrate report parkir --html laporan.html --lang id',
    '<%= config.bin %> migrate report parkir --json',
  ];

  static override args = moveArgs;
  static override flags = {
    html: Flags.string({ helpValue: 'FILE', description: 'write a page; one that is there stays' }),
  };

  async run(): Promise<unknown> {
    const { args, flags } = await this.parse(MigrateReport);
    const options = this.siteOptions();
    const [{ openSite }, { oneApp }, { readMoveReport }, { writePage }, screens, loaded] =
      await Promise.all([
        import('../../session/site.js'),
        import('../../session/migrate/apps.js'),
        import('../../session/migrate/report.js'),
        import('../../session/migrate/page.js'),
        import('../../terminal/move-report.js'),
        this.inventory(options),
      ]);
    const site = openSite(loaded, options);
    try {
      const report = await readMoveReport(site, oneApp(loaded.inventory, args.app));
      const { html } = flags;
      if (html !== undefined) await writePage(html, screens.reportPage(report, this.lang));
      this.out(screens.renderReport(report, this.lang));
      return { ...report, ...(html === undefined ? {} : { html }) };
    } finally {
      await site.close();
    }
  }
}
