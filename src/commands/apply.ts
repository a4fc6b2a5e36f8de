import { Flags } from '@oclif/core';
import { exitCodes, Fault } from '../fault.js';
import { hasChanges } from '../plan/summary.js';
import { appSelection, selectedApps, selectionFlags } from '../session/selection.js';
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
    const loaded = await this.inventory();
    const [{ openSite }, { planOpenSite }, { readSavedPlan, isFile }] = await Promise.all([
      import('../session/site.js'),
      import('../session/plan.js'),
      import('../session/saved-plan.js'),
    ]);
    const names = argv as string[];
    const file = names.length === 1 && (await isFile(names[0] as string)) ? names[0] : undefined;
    const saved = file === undefined ? undefined : await readSavedPlan(file);
    const selected = saved
      ? (saved.selected ?? undefined)
      : selectedApps(loaded.inventory, { apps: names, opd: flags.opd, server: flags.server });
    const site = openSite(loaded, {
      signal: this.signal,
      notice: (code, args) => void this.remark(code, args),
    });
    try {
      const { plan, origin } = await planOpenSite(site, selected);
      if (saved && saved.plan.fingerprint !== plan.fingerprint) {
        throw new Fault('CLU060', { file: file as string });
      }
      const { renderPlan } = await import('../terminal/plan.js');
      this.note(renderPlan(plan, { lang: this.lang, paint: this.stderrPaint }));
      if (!hasChanges(plan)) return { done: 0, failed: [], plan };
      await this.confirm({ message: await this.words('CLU032', { origin }) });
      const { applySite } = await import('../session/apply.js');
      const result = await applySite(site, plan, {
        selected,
        emit: this.emit,
        signal: this.signal,
        onTakeOver: ({ holder, reason, silent }) =>
          void this.remark('CLU031', { holder, reason, silent }),
      });
      this.partial = result;
      if (result.fault) throw result.fault;
      if (result.failed.length > 0) {
        const apps = new Set(plan.steps.flatMap((step) => step.app ?? []));
        throw new Fault(
          'CLU062',
          { failed: result.failed.length, apps: apps.size, names: result.failed.join(', ') },
          { exit: exitCodes.someAppsFailed },
        );
      }
      return { ...result, plan };
    } finally {
      await site.close();
    }
  }
}
