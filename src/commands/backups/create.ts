import { appSelection, selectionFlags } from '../../session/selection.js';
import { IndukCommand } from '../../terminal/command.js';
import { bytes as sizeOf } from '../../terminal/units.js';

export default class BackupsCreate extends IndukCommand {
  static override description =
    'Back apps up now, by the same worker as their timers: database first, then files, the manifest last. The apps go on serving. One that fails does not stop the others (exit 3).';

  static override examples = [
    '<%= config.bin %> backups create',
    '<%= config.bin %> backups create dishub/parkir',
    '<%= config.bin %> backups create --opd dishub --json',
  ];

  static override strict = false;
  static override args = appSelection;
  static override flags = selectionFlags;

  async run(): Promise<unknown> {
    const { argv, flags } = await this.parse(BackupsCreate);
    const options = this.siteOptions();
    const [{ onAppsHere }, { createSets }, { faultOf }, loaded] = await Promise.all([
      import('../../session/backups/apps.js'),
      import('../../session/backups/create.js'),
      import('../../session/backups/each.js'),
      this.inventory(options),
    ]);
    const selection = { apps: argv as string[], opd: flags.opd, server: flags.server };
    return onAppsHere(loaded, options, selection, async (site, apps) => {
      const acting = { emit: this.emit, signal: this.signal };
      const { done: created, failed } = await createSets(site, apps, acting);
      this.partial = { created, failed: failed.map(({ app }) => app) };
      for (const { alarms } of created) {
        for (const { code, args } of alarms) await this.remark(code, args);
      }
      for (const { app, set, bytes, added } of created) {
        const sizes = { bytes: sizeOf(bytes), added: sizeOf(added) };
        this.out(await this.words('BAK095', { app, set, ...sizes }));
      }
      const fault = faultOf(failed, apps.length, 'BAK096');
      if (fault !== undefined) throw fault;
      return this.partial;
    });
  }
}
