import { Flags } from '@oclif/core';
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
    const [{ onBackedUpApps }, { verifySets }, { faultOf, forEachApp }, loaded] = await Promise.all(
      [
        import('../../session/backups/apps.js'),
        import('../../session/backups/sets.js'),
        import('../../session/backups/each.js'),
        this.inventory(options),
      ],
    );
    const selection = { apps: argv as string[], opd: flags.opd, server: flags.server };
    return onBackedUpApps(loaded, options, selection, async (site, apps) => {
      const acting = { emit: this.emit, signal: this.signal };
      const { done: checked, failed } = await forEachApp(apps, 1, async (app) => {
        const result = await verifySets(site, app, flags.data, acting);
        const { sets, size, data } = result;
        this.out(await this.words('BAK107', { app: app.id, sets, size: bytes(size), data }));
        return result;
      });
      this.partial = { checked, failed: failed.map(({ app }) => app) };
      const fault = faultOf(failed, apps.length, 'BAK108');
      if (fault !== undefined) throw fault;
      return this.partial;
    });
  }
}
