import { Flags } from '@oclif/core';
import type { TimerStatus } from '../../backup/timers.js';
import { exitCodes } from '../../fault.js';
import { appSelection, selectionFlags } from '../../session/selection.js';
import { IndukCommand } from '../../terminal/command.js';

export default class BackupsSchedule extends IndukCommand {
  static override description =
    'Show the timers on the servers as they are: whether they are enabled, when they elapse next, how their last run ended, and where they are not what the inventory wants; and the workers that follow the logs of databases. Changes nothing unless --repair.';

  static override examples = [
    '<%= config.bin %> backups schedule',
    '<%= config.bin %> backups schedule --server pusat-1',
    '<%= config.bin %> backups schedule --repair',
    '<%= config.bin %> backups schedule --exit-code   # 3 when a timer is not as it should be',
  ];

  static override strict = false;
  static override args = appSelection;
  static override flags = {
    ...selectionFlags,
    repair: Flags.boolean({
      description:
        'write the timers anew on servers where one is not as it should be, and start what follows logs',
    }),
    'exit-code': Flags.boolean({ description: 'exit with 3 when a timer is not as it should be' }),
  };

  async run(): Promise<unknown> {
    const { argv, flags } = await this.parse(BackupsSchedule);
    const options = this.siteOptions();
    const [
      { openSite },
      { readTimersOf, repairTimers },
      { backedUpApps },
      { renderTimers },
      loaded,
    ] = await Promise.all([
      import('../../session/site.js'),
      import('../../session/backups/timers.js'),
      import('../../session/backups/apps.js'),
      import('../../terminal/backup-timers.js'),
      this.inventory(options),
    ]);
    const selection = { apps: argv as string[], opd: flags.opd, server: flags.server };
    const apps = backedUpApps(loaded.inventory, selection).map(({ id }) => id);
    const isAll = Object.values(selection)
      .flat()
      .every((value) => value === undefined);
    const site = openSite(loaded, options);
    try {
      const read = () => readTimersOf(site, isAll ? undefined : apps);
      let found = await read();
      const broken = wrongOf(found.timers).map(({ server }) => server);
      if (flags.repair && broken.length > 0) {
        await repairTimers(site, [...new Set(broken)]);
        found = await read();
      }
      const { timers, manual, unread, time } = found;
      const view = { lang: this.lang, paint: this.paint, width: process.stdout.columns };
      this.out(renderTimers(timers, time, view));
      for (const server of manual) await this.remark('BAK134', { server });
      for (const { server, fault } of unread) {
        await this.remark('BAK135', { server, reason: await this.words(fault.code, fault.args) });
      }
      const wrong = wrongOf(timers);
      if (wrong.length > 0) await this.remark('BAK136', { count: wrong.length });
      const isWell = wrong.length === 0 && unread.length === 0 && manual.length === 0;
      if (flags['exit-code'] && !isWell) this.exitCode = exitCodes.someAppsFailed;
      return {
        time,
        timers,
        manual,
        unread: unread.map(({ server, fault }) => ({ server, code: fault.code })),
      };
    } finally {
      await site.close();
    }
  }
}

/** A machine without systemd is as it is. */
function wrongOf(timers: readonly TimerStatus[]): TimerStatus[] {
  return timers.filter(({ state }) => state !== 'ok' && state !== 'no systemd');
}
