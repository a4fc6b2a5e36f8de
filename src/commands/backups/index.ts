import { Flags } from '@oclif/core';
import { exitCodes } from '../../fault.js';
import { appSelection, selectedApps, selectionFlags } from '../../session/selection.js';
import { IndukCommand } from '../../terminal/command.js';

export default class Backups extends IndukCommand {
  static override description =
    'Show how well the apps are backed up, the worst first: the last set, its size, when a set was last restored and checked and how long that took, the next run. Green means restored and checked, lately.';

  static override examples = [
    '<%= config.bin %> backups',
    '<%= config.bin %> backups --opd dishub',
    '<%= config.bin %> backups --exit-code   # 3 when one is red, for monitoring',
  ];

  static override strict = false;
  static override args = appSelection;
  static override flags = {
    ...selectionFlags,
    'exit-code': Flags.boolean({ description: 'exit with 3 when an app’s backup is red' }),
  };

  async run(): Promise<unknown> {
    const { argv, flags } = await this.parse(Backups);
    const options = this.siteOptions();
    const [{ openSite }, { readOverview }, { renderBackups }, loaded] = await Promise.all([
      import('../../session/site.js'),
      import('../../session/backups/overview.js'),
      import('../../terminal/backups.js'),
      this.inventory(options),
    ]);
    const selection = { apps: argv as string[], opd: flags.opd, server: flags.server };
    const ids = selectedApps(loaded.inventory, selection);
    const site = openSite(loaded, options);
    try {
      const apps = loaded.inventory.apps.filter(({ id }) => ids === undefined || ids.includes(id));
      const overview = await readOverview(site, apps);
      for (const { server, code } of overview.unread) await this.remark('BAK097', { server, code });
      const view = { lang: this.lang, paint: this.paint, width: process.stdout.columns };
      this.out(renderBackups(overview.apps, overview.time, view));
      const { isRed } = await import('../../backup/freshness.js');
      const isWell = overview.apps.every(({ state }) => !isRed(state));
      if (flags['exit-code'] && !isWell) this.exitCode = exitCodes.someAppsFailed;
      return overview;
    } finally {
      await site.close();
    }
  }
}
