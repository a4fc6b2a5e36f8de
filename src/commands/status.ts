import { Flags } from '@oclif/core';
import { exitCodes } from '../fault.js';
import { appSelection, selectedApps, selectionFlags } from '../session/selection.js';
import { IndukCommand } from '../terminal/command.js';

export default class Status extends IndukCommand {
  static override description =
    'Show how the apps are: server, version, state, database, last runs of scheduled jobs, backup, address. Exits 0 whenever it could read them; --exit-code makes it 3 when one of them does not run.';

  static override examples = [
    '<%= config.bin %> status',
    '<%= config.bin %> status dishub/parkir --watch',
    '<%= config.bin %> status --exit-code   # 3 when an app does not run, for monitoring',
  ];

  static override strict = false;
  static override args = appSelection;
  static override flags = {
    ...selectionFlags,
    watch: Flags.boolean({
      char: 'w',
      description: 'look every 2 s: redrawn on a terminal, else a line for each change',
    }),
    'exit-code': Flags.boolean({ description: 'exit with 3 when an app does not run' }),
  };

  async run(): Promise<unknown> {
    const { argv, flags } = await this.parse(Status);
    const loaded = await this.inventory();
    const selection = { apps: argv as string[], opd: flags.opd, server: flags.server };
    const selected = selectedApps(loaded.inventory, selection);
    const { openSite } = await import('../session/site.js');
    const { statusReader } = await import('../session/status.js');
    const { isWell, watchStatus } = await import('../cluster/runtime/watch.js');
    const { statusScreen } = await import('../terminal/status-screen.js');
    // Without --json a signal may end it at once; a document needs an orderly end.
    const signal = this.jsonEnabled() ? this.signal : undefined;
    const site = openSite(loaded, { signal });
    try {
      await this.warnUnbacked(loaded);
      const read = await statusReader(site, selected);
      const json = this.jsonEnabled();
      const screen = statusScreen({ lang: this.lang, json, watch: flags.watch });
      let last = await read();
      screen.draw(last);
      if (flags.watch) {
        for await (const status of watchStatus(read, signal)) {
          screen.draw(status);
          last = status;
        }
      }
      if (flags['exit-code'] && !last.apps.every(isWell)) this.exitCode = exitCodes.someAppsFailed;
      return last;
    } finally {
      await site.close();
    }
  }
}
