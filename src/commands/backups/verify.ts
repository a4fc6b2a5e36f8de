import { Flags } from '@oclif/core';
import { exitCodes, Fault } from '../../fault.js';
import { appSelection, selectionFlags } from '../../session/selection.js';
import { IndukCommand } from '../../terminal/command.js';
import { bytes } from '../../terminal/units.js';

export default class BackupsVerify extends IndukCommand {
  static override description =
    'Check the repositories in the vault. Without --data only their structure, which flipped bytes escape; with it, that much of the data is read back and compared. Whether a set comes back to life is what `backups drill` shows.';

  static override examples = [
    '<%= config.bin %> backups verify',
    '<%= config.bin %> backups verify dishub/parkir --data 100',
  ];

  static override strict = false;
  static override args = appSelection;
  static override flags = {
    ...selectionFlags,
    data: Flags.integer({
      min: 0,
      max: 100,
      default: 0,
      helpValue: 'PERCENT',
      description: 'how much of the data to read back',
    }),
  };

  async run(): Promise<unknown> {
    const { argv, flags } = await this.parse(BackupsVerify);
    const options = this.siteOptions();
    const [{ openSite }, { backedUpApps }, { verifySets }, loaded] = await Promise.all([
      import('../../session/site.js'),
      import('../../session/backups/apps.js'),
      import('../../session/backups/sets.js'),
      this.inventory(options),
    ]);
    const site = openSite(loaded, options);
    try {
      const selection = { apps: argv as string[], opd: flags.opd, server: flags.server };
      const apps = backedUpApps(loaded.inventory, selection);
      const acting = { emit: this.emit, signal: this.signal };
      const checked: object[] = [];
      const failed: { app: string; fault: Fault }[] = [];
      for (const app of apps) {
        try {
          const result = await verifySets(site, app, flags.data, acting);
          checked.push({ app: app.id, ...result });
          const { sets, size, data } = result;
          this.out(await this.words('BAK107', { app: app.id, sets, size: bytes(size), data }));
        } catch (error) {
          if (!(error instanceof Fault)) throw error;
          failed.push({ app: app.id, fault: error });
        }
      }
      this.partial = { checked, failed: failed.map(({ app }) => app) };
      const [first] = failed;
      if (failed.length === 1 && apps.length === 1 && first !== undefined) throw first.fault;
      if (failed.length > 0) {
        const names = failed.map(({ app }) => app).join(', ');
        const args = { failed: failed.length, apps: apps.length, names };
        throw new Fault('BAK108', args, { exit: exitCodes.someAppsFailed });
      }
      return this.partial;
    } finally {
      await site.close();
    }
  }
}
