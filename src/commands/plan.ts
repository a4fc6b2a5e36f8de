import { Flags } from '@oclif/core';
import { exitCodes } from '../fault.js';
import { hasChanges } from '../plan/summary.js';
import { appSelection, selectionFlags } from '../session/selection.js';
import { IndukCommand } from '../terminal/command.js';

export default class Plan extends IndukCommand {
  static override description =
    'Show what apply would do: what is created, updated and why, left alone, and unmanaged. Changes nothing and takes no lock.';

  static override examples = [
    '<%= config.bin %> plan',
    '<%= config.bin %> plan dishub/parkir',
    '<%= config.bin %> plan --opd dishub --out plan.json',
    '<%= config.bin %> plan --detailed-exitcode   # 0 nothing to do, 2 changes present',
  ];

  static override strict = false;
  static override args = appSelection;
  static override flags = {
    ...selectionFlags,
    out: Flags.string({ description: 'save the plan, for: induk apply FILE', helpValue: 'FILE' }),
    'detailed-exitcode': Flags.boolean({ description: 'exit with 2 when there are changes' }),
  };

  async run(): Promise<unknown> {
    const { argv, flags } = await this.parse(Plan);
    const options = this.siteOptions();
    const [{ planSite }, { renderPlan }, loaded] = await Promise.all([
      import('../session/plan.js'),
      import('../terminal/plan.js'),
      this.inventory(options),
    ]);
    const { plan, selected, origin, warnings } = await planSite(loaded, {
      selection: { apps: argv as string[], opd: flags.opd, server: flags.server },
      ...options,
    });
    for (const { code, args } of warnings) await this.remark(code, args);
    await this.warnUnbacked(loaded);
    this.note(await this.words('CLU033', { origin }));
    this.out(renderPlan(plan, { lang: this.lang, paint: this.paint }));
    if (flags.out !== undefined) {
      const { savePlan } = await import('../session/saved-plan.js');
      await savePlan(flags.out, plan, selected);
    }
    if (flags['detailed-exitcode'] && hasChanges(plan)) this.exitCode = exitCodes.changesPresent;
    return plan;
  }
}
