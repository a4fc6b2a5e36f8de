import { exitCodes, Fault } from '../../fault.js';
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
    const [{ openSite }, { backedUpApps }, { createSets }, loaded] = await Promise.all([
      import('../../session/site.js'),
      import('../../session/backups/apps.js'),
      import('../../session/backups/create.js'),
      this.inventory(options),
    ]);
    const site = openSite(loaded, options);
    try {
      const selection = { apps: argv as string[], opd: flags.opd, server: flags.server };
      const apps = backedUpApps(loaded.inventory, selection);
      const acting = { emit: this.emit, signal: this.signal };
      const { created, failed } = await createSets(site, apps, acting);
      this.partial = { created, failed: failed.map(({ app }) => app) };
      for (const { alarms } of created) {
        for (const { code, args } of alarms) await this.remark(code, args);
      }
      for (const { app, set, bytes, added } of created) {
        const sizes = { bytes: sizeOf(bytes), added: sizeOf(added) };
        this.out(await this.words('BAK095', { app, set, ...sizes }));
      }
      const [first] = failed;
      if (failed.length === 1 && apps.length === 1 && first !== undefined) throw first.fault;
      if (failed.length > 0) {
        const names = failed.map(({ app }) => app).join(', ');
        const args = { failed: failed.length, apps: apps.length, names };
        throw new Fault('BAK096', args, { exit: exitCodes.someAppsFailed });
      }
      return this.partial;
    } finally {
      await site.close();
    }
  }
}
