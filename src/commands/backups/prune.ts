import { Flags } from '@oclif/core';
import { exitCodes, Fault } from '../../fault.js';
import { appSelection, selectionFlags } from '../../session/selection.js';
import { IndukCommand } from '../../terminal/command.js';
import { bytes } from '../../terminal/units.js';

export default class BackupsPrune extends IndukCommand {
  static override description =
    'Let sets go that are older than the policy keeps, and delete their data: at the vault, with its own key, which no app’s server has. The newest set and the newest that a drill has proven always stay. An app whose sets look forged is left alone (exit 3).';

  static override examples = [
    '<%= config.bin %> backups prune --dry-run',
    '<%= config.bin %> backups prune --yes',
    '<%= config.bin %> backups prune dishub/parkir',
  ];

  static override strict = false;
  static override args = appSelection;
  static override flags = {
    ...selectionFlags,
    yes: Flags.boolean({ char: 'y', description: 'do not ask' }),
    'dry-run': Flags.boolean({ description: 'show what would go, and let it be' }),
  };

  async run(): Promise<unknown> {
    const { argv, flags } = await this.parse(BackupsPrune);
    const options = this.siteOptions();
    const [{ onBackedUpApps }, { planPruning, pruneSets }, { renderPruning }, loaded] =
      await Promise.all([
        import('../../session/backups/apps.js'),
        import('../../session/backups/prune.js'),
        import('../../terminal/backup-pruning.js'),
        this.inventory(options),
      ]);
    const selection = { apps: argv as string[], opd: flags.opd, server: flags.server };
    return onBackedUpApps(loaded, options, selection, async (site, apps) => {
      const acting = { emit: this.emit, signal: this.signal };
      const plan = await planPruning(site, apps, acting);
      const view = { lang: this.lang, paint: this.paint, width: process.stdout.columns };
      if (plan.apps.length > 0) this.out(renderPruning(plan.apps, view));
      const going = plan.apps.filter(({ forget }) => forget.length > 0);
      const counts = {
        apps: going.length,
        sets: going.reduce((sum, { dropped }) => sum + dropped.length, 0),
        snapshots: going.reduce((sum, { forget }) => sum + forget.length, 0),
      };
      const { done: pruned, failed } = await this.act(flags['dry-run'], counts, () =>
        pruneSets(site, plan, acting),
      );
      this.partial = { planned: plan.apps, pruned };
      const suspicious = [...plan.apps, ...pruned].filter(({ alarms }) => alarms.length > 0);
      for (const { app, alarms } of suspicious) {
        for (const { code, args } of alarms) this.warn(`${app}: ${await this.words(code, args)}`);
      }
      for (const { app, dropped, kept, before, after } of pruned) {
        if (!going.some((planned) => planned.app === app)) continue;
        const sizes = { freed: bytes(Math.max(0, before - after)), size: bytes(after) };
        const counts = { dropped: dropped.length, kept: kept.length };
        this.out(await this.words('BAK131', { app, ...counts, ...sizes }));
      }
      this.judge(apps.length, [...plan.failed, ...failed], suspicious);
      return this.partial;
    });
  }

  private async act<T>(
    isDry: boolean,
    going: { apps: number; sets: number; snapshots: number },
    work: () => Promise<T>,
  ) {
    const { apps } = going;
    if (apps === 0) this.note(await this.words('BAK138'));
    if (isDry) return { done: [], failed: [] };
    if (apps > 0) await this.confirm({ message: await this.words('BAK130', going) });
    return work();
  }

  private judge(
    apps: number,
    failed: { app: string; fault: Fault }[],
    suspicious: { app: string }[],
  ): void {
    const [first] = failed;
    if (apps === 1 && first !== undefined) throw first.fault;
    const names = [...new Set([...failed, ...suspicious].map(({ app }) => app))];
    if (names.length === 0) return;
    const args = { failed: names.length, apps, names: names.join(', ') };
    throw new Fault('BAK132', args, { exit: exitCodes.someAppsFailed });
  }
}
