import { Flags } from '@oclif/core';
import { hasChanges } from '../plan/summary.js';
import { appSelection, selectionFlags } from '../session/selection.js';
import { IndukCommand } from '../terminal/command.js';

export default class Apply extends IndukCommand {
  static override description =
    'Make the servers run what the inventory says: shows the plan, asks, then does it. One app that fails does not stop the others (exit 3).';

  static override examples = [
    '<%= config.bin %> apply',
    '<%= config.bin %> apply dishub/parkir --yes',
    '<%= config.bin %> apply plan.json   # exactly the saved plan; refused when stale',
    '<%= config.bin %> apply --json --yes   # progress as NDJSON on stderr',
  ];

  static override strict = false;
  static override args = appSelection;
  static override flags = {
    ...selectionFlags,
    yes: Flags.boolean({ char: 'y', description: 'do not ask' }),
  };

  async run(): Promise<unknown> {
    const { argv, flags } = await this.parse(Apply);
    const options = this.siteOptions();
    const [{ openSite }, { planToApply }, { renderPlan }, loaded] = await Promise.all([
      import('../session/site.js'),
      import('../session/saved-plan.js'),
      import('../terminal/plan.js'),
      this.inventory(options),
    ]);
    const site = openSite(loaded, options);
    try {
      const selection = { apps: argv as string[], opd: flags.opd, server: flags.server };
      const { plan, selected, origin, warnings } = await planToApply(site, selection);
      for (const { code, args } of warnings) await this.remark(code, args);
      await this.warnUnbacked(loaded, hasChanges(plan));
      this.note(renderPlan(plan, { lang: this.lang, paint: this.stderrPaint }));
      if (!hasChanges(plan)) return { done: 0, failed: [], plan };
      await this.confirm({ message: await this.words('CLU032', { origin }) });
      const { applySite, applyFault } = await import('../session/apply.js');
      const result = await applySite(site, plan, {
        selected,
        ...this.changing(),
      });
      const { done, failed } = result;
      this.partial = { done, failed, plan };
      const fault = applyFault(result, plan);
      if (fault !== undefined) throw fault;
      return this.partial;
    } finally {
      await site.close();
    }
  }
}
