import { Args } from '@oclif/core';
import { exitCodes } from '../../fault.js';
import { InspectCommand, inspectFlags } from '../../terminal/inspect-command.js';

export default class MigrateAssess extends InspectCommand {
  static override description =
    'Judge whether and how an app can be moved from its old host: named checks, each ok, warn or block with a next step; the method chosen, and how long nobody will be able to write. Reads both sides, changes nothing. Exits 1 when something blocks.';

  static override examples = [
    '<%= config.bin %> migrate assess dishub/parkir',
    '<%= config.bin %> migrate assess parkir --json',
  ];

  static override args = {
    app: Args.string({ required: true, description: 'app, as OPD/APP or APP' }),
  };
  static override flags = { 'accept-host-key': inspectFlags['accept-host-key'] };

  async run(): Promise<unknown> {
    const { args, flags } = await this.parse(MigrateAssess);
    const options = this.siteOptions();
    const [{ openSite }, { legacyApp }, { assessApp }, { renderAssessment }, loaded] =
      await Promise.all([
        import('../../session/site.js'),
        import('../../session/migrate/apps.js'),
        import('../../session/migrate/assess.js'),
        import('../../terminal/migrations.js'),
        this.inventory(options),
      ]);
    const accepted = flags['accept-host-key'] ?? [];
    const app = legacyApp(loaded.inventory, args.app);
    this.host = app.legacy.address;
    const site = openSite(loaded, options);
    try {
      const assessment = await assessApp(site, app, {
        signal: this.signal,
        onStep: this.onStep,
        onHostKey: (key) => this.trusts(key, accepted),
      });
      this.out(renderAssessment(assessment, { lang: this.lang, paint: this.paint }));
      if (assessment.verdict === 'block') this.exitCode = exitCodes.failed;
      return { app: app.id, ...assessment };
    } finally {
      await site.close();
    }
  }
}
