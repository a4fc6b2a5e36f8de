import { appSelection, selectionFlags } from '../../session/selection.js';
import { IndukCommand } from '../../terminal/command.js';
import { duration } from '../../terminal/units.js';

export default class BackupsDrill extends IndukCommand {
  static override description =
    'Prove that backups restore: brings the newest set of each app to life in an isolated place, compares every table and file with its manifest, starts the app, visits its pages, takes the time, and throws it away: on another server than the app’s where one has room. The living app is not touched.';

  static override examples = [
    '<%= config.bin %> backups drill dishub/parkir',
    '<%= config.bin %> backups drill   # every app, one after the other',
  ];

  static override strict = false;
  static override args = appSelection;
  static override flags = selectionFlags;

  async run(): Promise<unknown> {
    const { argv, flags } = await this.parse(BackupsDrill);
    const options = this.siteOptions();
    const [{ onAppsHere }, { drillApps }, { faultOf }, loaded] = await Promise.all([
      import('../../session/backups/apps.js'),
      import('../../session/backups/drill.js'),
      import('../../session/backups/each.js'),
      this.inventory(options),
    ]);
    const selection = { apps: argv as string[], opd: flags.opd, server: flags.server };
    return onAppsHere(loaded, options, selection, async (site, apps) => {
      const acting = { emit: this.emit, signal: this.signal };
      const { done: proven, failed } = await drillApps(site, apps, acting);
      this.partial = { proven, failed: failed.map(({ app }) => app) };
      for (const { app, set, seconds, tables, files, server, from, compared } of proven) {
        const time = duration(seconds.total * 1000);
        const told = { app, set, time, tables, files, server, from };
        this.out(await this.words(server === from ? 'BAK184' : 'BAK098', told));
        if (compared === 'rows') await this.remark('BAK185', { app, set });
      }
      const fault = faultOf(failed, apps.length, 'BAK099');
      if (fault !== undefined) throw fault;
      return this.partial;
    });
  }
}
